// The bar along a long story: says when one is, and puts the days away once one is chosen.
import { story } from './updates.js';

const bar = story.querySelector('.bar');
const place = bar.querySelector('.place');
const days = bar.querySelector('[popover]');

story.addEventListener('here', ({ detail: { link } = {} }) => {
  const said = link?.querySelectorAll('.unseen:not(.to-come), .clock') ?? [];
  place.replaceChildren();
  for (const { textContent } of said) {
    place.append(Object.assign(document.createElement('span'), { textContent }), ' ');
  }
});
days?.addEventListener('click', ({ target }) => target.closest('a') && days.hidePopover());
