// The key updates alone: the others are put aside until one of them is asked for.
import { current, entries, hold, rail, story } from './updates.js';
import { say } from './say.js';

const buttons = document.querySelectorAll('.key-only');

/** Put each day above the first of its updates that the rail shows, whichever way they run. */
function setDays(only) {
  for (const { item, opens = '' } of entries) {
    item.dataset.opens = only ? '' : opens;
  }
  const left = only ? entries.filter(({ key }) => key !== undefined) : [];
  for (const place of ['newest', 'oldest']) {
    let above;
    for (const { item, link } of left.toSorted((a, b) => a[place] - b[place])) {
      const day = link.querySelector('.unseen:not(.to-come)')?.textContent;
      if (day && day !== above) {
        item.dataset.opens += ` ${place}-first`;
        if (!item.querySelector('.day')) {
          const printed = rail.querySelector('.day').cloneNode();
          printed.textContent = day;
          item.prepend(printed, ' ');
        }
      }
      above = day;
    }
  }
}

function choose(only) {
  for (const { section, item, mark, key } of entries) {
    for (const part of [section, item, mark]) {
      part?.classList.toggle('aside', only && key === undefined);
    }
  }
  setDays(only);
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
// A moment has its own choice of updates: those that were known.
story.addEventListener('moment', () => story.matches('.as-of') && choose(false));
story.addEventListener('click', ({ target }) => find(target.closest('a[href*="#"]')?.hash), true);
addEventListener('hashchange', () => find(location.hash)?.scrollIntoView());
