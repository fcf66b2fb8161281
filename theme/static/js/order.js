// The reading direction: newest or oldest first, at one press, remembered for the reader.
import { current, entries, hold, rail, recall, remember } from './updates.js';
import { say } from './say.js';

const chooser = rail.querySelector('.direction');
const buttons = [...chooser.children];

/** Put elements around one of them that stays, so that it keeps focus, mark and place. */
function around(pivot, elements) {
  const at = elements.indexOf(pivot);
  pivot.before(...elements.slice(0, at));
  pivot.after(...elements.slice(at + 1));
}

function arrange(order, section) {
  const place = order === 'newest-first' ? 'newest' : 'oldest';
  const sorted = entries.toSorted((a, b) => a[place] - b[place]);
  const pivot = sorted.find((entry) => entry.section === section) ?? sorted[0];
  around(pivot.section, sorted.map((entry) => entry.section));
  around(pivot.item, sorted.map((entry) => entry.item));
  rail.dataset.order = order;
  for (const button of buttons) {
    button.ariaPressed = button.value === order;
  }
}

const wanted = recall('order');
if (buttons.some(({ value }) => value === wanted)) {
  arrange(wanted, document.querySelector('.update:target'));
}
chooser.hidden = entries.length < 2;
chooser.addEventListener('click', ({ target }) => {
  if (target.value) {
    const section = current();
    hold(section, () => arrange(target.value, section));
    remember('order', target.value);
    say(target.textContent);
  }
});
