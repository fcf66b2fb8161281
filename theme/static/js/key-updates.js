// The key updates alone: the others are put aside until one of them is asked for.
import { current, entries, hold, story } from './updates.js';
import { say } from './say.js';

const buttons = document.querySelectorAll('.key-only');

function choose(only) {
  for (const { section, item, mark, key } of entries) {
    for (const part of [section, item, mark]) {
      part?.classList.toggle('aside', only && key === undefined);
    }
  }
  for (const button of buttons) {
    button.ariaPressed = only;
  }
}

/** Show the update to which *hash* leads, if it was put aside; return it then. */
function find(hash) {
  const found = hash && document.getElementById(hash.slice(1))?.closest('.aside');
  if (found) {
    choose(false);
  }
  return found;
}

for (const button of buttons) {
  button.hidden = false;
  button.addEventListener('click', () => {
    const only = button.ariaPressed !== 'true';
    const section = current();
    hold(section, () => choose(only));
    // The update that was read may be put aside: the next one that is left takes its place.
    if (section && !section.offsetHeight) {
      const at = entries.findIndex((one) => one.section === section);
      const left = ({ section: { offsetHeight } }) => offsetHeight;
      (entries.slice(at).find(left) ?? entries.findLast(left)).section.scrollIntoView();
    }
    say(only ? button.dataset.only : button.dataset.all);
  });
}
story.addEventListener('click', ({ target }) => find(target.closest('a[href*="#"]')?.hash), true);
addEventListener('hashchange', () => find(location.hash)?.scrollIntoView());
