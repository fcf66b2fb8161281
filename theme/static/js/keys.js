// The keys: j and k go from update to update, ? says so, and the reader can turn them off.
import { current, rail, recall, remember, shown, story } from './updates.js';

const help = document.getElementById('keys');
const choice = help.querySelector('input');
const opener = rail.querySelector('.open-keys');

function go(step) {
  const sections = shown();
  const next = sections[sections.indexOf(current()) + step];
  if (next) {
    story.classList.add('stepped');
    history.replaceState(null, '', `#${next.id}`);
    next.focus({ preventScroll: true });
    next.scrollIntoView();
  }
}

const KEYS = { j: () => go(1), k: () => go(-1), '?': () => help.showModal() };

// Esc puts a full time away that stands above the text, until the pointer or a key moves on.
addEventListener('pointerover', () => story.classList.remove('hushed'));

// An address that is followed marks its update again.
addEventListener('hashchange', () => story.classList.remove('stepped'));

addEventListener('keydown', (event) => {
  story.classList.toggle('hushed', event.key === 'Escape');
  const typing = event.target.closest?.('input, textarea, select, dialog');
  const press = KEYS[event.key];
  if (press && choice.checked && !typing && !(event.ctrlKey || event.metaKey || event.altKey)) {
    event.preventDefault();
    press();
  }
});

opener.hidden = false;
opener.addEventListener('click', KEYS['?']);
choice.checked = recall('keys') !== 'off';
choice.addEventListener('change', () => remember('keys', choice.checked ? 'on' : 'off'));
