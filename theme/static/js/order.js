// The reading direction, at one press, remembered.
import { current, entries, hold, rail, recall, remember } from './updates.js';
import { say } from './say.js';

const chooser = rail.querySelector('.direction');
const buttons = [...chooser.children];
const turn = document.querySelector('.turn');

function arrange(order, section) {
  const [place] = order.split('-');
  const sorted = entries.toSorted((a, b) => a[place] - b[place]);
  // The others go around one, which keeps focus, mark and place.
  const at = Math.max(sorted.findIndex((one) => one.section === section), 0);
  for (const part of ['section', 'item']) {
    const elements = sorted.map((one) => one[part]);
    elements[at].before(...elements.slice(0, at));
    elements[at].after(...elements.slice(at + 1));
  }
  // A printed day stands at its first update.
  for (const day of document.querySelectorAll('.update > h2 > .day')) {
    const { under } = entries.find((one) => one.section.contains(day));
    sorted.find((one) => one.under === under).section.firstChild.prepend(day, ' ');
  }
  for (const one of document.querySelectorAll('nav[data-order]')) {
    one.dataset.order = order;
  }
  for (const button of buttons) {
    button.ariaPressed = button.value === order;
  }
}

const wanted = recall('order');
if (buttons.some(({ value }) => value === wanted)) {
  arrange(wanted, document.querySelector('.update:target'));
}
chooser.hidden = entries.length < 2;

function choose(button) {
  const section = current();
  hold(section, () => arrange(button.value, section));
  remember('order', button.value);
  say(button.textContent);
}

chooser.addEventListener('click', ({ target }) => target.value && choose(target));
if (turn) {
  turn.hidden = false;
  turn.addEventListener('click', () => choose(buttons.find((one) => one.ariaPressed !== 'true')));
}
