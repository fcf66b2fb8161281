// The updates of the page: their sections, their entries in the rail, and the reader's place.

export const story = document.querySelector('.story');
export const rail = document.querySelector('.rail');

export const entries = [...rail.querySelectorAll('li')].map((item) => {
  const link = item.querySelector('a');
  const section = document.querySelector(link.hash);
  section.tabIndex = -1;
  const mark = rail.querySelector(`[data-of="${section.id}"]`);
  return { item, link, section, mark, ...item.dataset };
});

/** Return the sections that are shown, from top to bottom. */
export const shown = () =>
  [...story.querySelectorAll('.update:not([hidden], .later)')].filter((section) => section.offsetHeight);

/** Return the section that the reader is at: the one with the focus, or the one at the top. */
export function current() {
  const line = innerHeight / 7;
  const at = (section) => section.getBoundingClientRect();
  const focused = document.activeElement.closest('.update');
  if (focused && at(focused).bottom > line && at(focused).top < innerHeight) {
    return focused;
  }
  return shown().findLast((section) => at(section).top <= line);
}

/** Make a change of the page, and keep a section at its place on the screen. */
export function hold(section, change) {
  const top = () => section?.getBoundingClientRect().top;
  const before = top();
  change();
  if (section) {
    scrollBy({ top: top() - before, behavior: 'instant' });
  }
}

/** Read a choice of the reader's; there is none where nothing may be kept. */
export function recall(name) {
  try {
    return localStorage.getItem(`backfile-${name}`);
  } catch {
    return null;
  }
}

/** Keep a choice of the reader's, for this page alone where nothing may be kept. */
export function remember(name, value) {
  try {
    localStorage.setItem(`backfile-${name}`, value);
  } catch {
    // Kept by the page itself.
  }
}
