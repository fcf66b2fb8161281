// Where one is: marks the entry of the update that is being read.
import { entries, rail, story } from './updates.js';

const boxes = [rail.querySelector('ol'), rail.firstElementChild];
let here;

function read(changes) {
  for (const { target, isIntersecting, boundingClientRect, rootBounds } of changes) {
    const entry = entries.find(({ section }) => section === target);
    if (isIntersecting) {
      mark(entry);
    } else if (entry === here && boundingClientRect.top > rootBounds.bottom) {
      mark();
    }
  }
}

function mark(entry) {
  here?.link.removeAttribute('aria-current');
  here?.mark?.classList.remove('here');
  here = entry;
  if (entry) {
    entry.link.setAttribute('aria-current', 'true');
    entry.mark?.classList.add('here');
    boxes.forEach((box) => bringIntoView(entry.item, box));
  }
  story.dispatchEvent(new CustomEvent('here', { detail: entry }));
}

/** Scroll the list of the rail, in a low window the rail as well, and nothing else. */
function bringIntoView(one, box) {
  const [item, seen] = [one, box].map((part) => part.getBoundingClientRect());
  if (item.top < seen.top || item.bottom > seen.bottom) {
    box.scrollTop += item.top - seen.top - seen.height / 3;
  }
}

const line = new IntersectionObserver(read, { rootMargin: '-14% 0px -85%' });
for (const { section } of entries) {
  line.observe(section);
}
// An update that is hidden now is not where one is.
story.addEventListener('moment', () => {
  if (here?.section.matches('.later')) {
    mark();
  }
});
