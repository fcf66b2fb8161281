// As of: the story as it stood at an update, which the address names.
import { current, entries, hold, rail, shown, story } from './updates.js';
import { say } from './say.js';

const words = document.getElementById('as-of').content;
const [heading, note] = words.children;
const [said, , paper, last, steps, button] = note.children;
const [previous, next, replay] = steps.children;
const headline = story.querySelector('h1');
const strip = rail.querySelector('svg > title');
const whole = [document.title, strip?.textContent];
const site = document.querySelector('.site-name').textContent.trim();

/** The updates that have a place in time, oldest first, with what is said of each moment. */
export const timeline = entries
  .filter(({ rank }) => rank)
  .sort((a, b) => a.rank - b.rank)
  .map((entry) => {
    const { children, dataset } = words.querySelector(`[data-of="${entry.section.id}"]`);
    const [name, followed] = [...children].map((one) => one.textContent);
    return { ...entry, ...dataset, name, followed };
  });

export const asked = (name) => new URLSearchParams(location.search).get(name);

/** Return the entry of the timeline at an *anchor*, which may be one that its update had before. */
export function entryAt(anchor) {
  const section = document.getElementById(anchor)?.closest('.update');
  const isNamed = section?.id === anchor || section?.querySelector(`.former#${CSS.escape(anchor)}`);
  return isNamed ? timeline.find(({ of }) => of === section.id) : undefined;
}

/** Go to an address of this page, and show what it asks for. */
export function go(address) {
  history.pushState(null, '', address);
  dispatchEvent(new PopStateEvent('popstate'));
}

/** Call *act* with each link that is followed in this window, *first* or after others. */
export function follow(act, first = false) {
  const heard = (event) => {
    const link = event.target.closest('a[href]');
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (link && !elsewhere && !event.defaultPrevented) {
      act(link, event);
    }
  };
  story.addEventListener('click', heard, first);
}

/** Tell whether a link leads to what is not shown at this moment. */
function leadsAhead({ hash }) {
  const target = document.getElementById(decodeURIComponent(hash.slice(1)));
  const known = target?.closest('.update:not(.later), .footnote li:not(.later), .rail');
  return story.matches('.as-of') && story.contains(target) && !known;
}

/** Show the story as it stood at an *entry* of the timeline, or all of it where there is none. */
export function stand(entry) {
  story.classList.toggle('as-of', Boolean(entry));
  for (const { section, item, mark, rank } of entries) {
    // Without a rank it is not known when it was written, only that it was later than its text.
    const later = Boolean(entry) && !(+rank <= +entry.rank);
    for (const one of [section, item, mark]) {
      one?.classList.toggle('later', later);
    }
  }
  for (const one of story.querySelectorAll('.corrected, .footnote li:has(.footnote-backref)')) {
    const links = [...one.querySelectorAll('.corrected > a, .footnote-backref')];
    one.classList.toggle('later', links.every(leadsAhead));
  }
  document.title = entry ? `${entry.name} · ${site}` : whole[0];
  if (strip) {
    strip.textContent = entry?.name ?? whole[1];
  }
  heading.remove();
  if (entry) {
    heading.textContent = entry.name;
    headline.after(heading);
    tell(entry);
  } else {
    note.remove();
  }
  story.dispatchEvent(new Event('moment'));
}

function tell(entry) {
  const at = timeline.indexOf(entry);
  for (const [link, to] of [[previous, timeline[at - 1]], [next, timeline[at + 1]]]) {
    link.hidden = !to;
    link.href = `?as-of=${to?.of}#${to?.of}`;
  }
  replay.href = `?replay=${entry.of}`;
  paper.lastChild.textContent = new URL(`?as-of=${entry.of}`, location);
  last.open = false;
  last.lastElementChild.replaceChildren(...headline.cloneNode(true).childNodes);
  put(entry.followed, false);
}

/** Show the note, which begins with *text*; of no moment where the address names none. */
function put(text, ofNone) {
  said.textContent = text;
  note.classList.toggle('of-none', ofNone);
  if (!note.isConnected) {
    rail.after(note);
  }
}

function visit() {
  const anchor = asked('as-of');
  const entry = entryAt(anchor);
  if (asked('replay') === null) {
    stand(entry);
    if (anchor !== null && !entry) {
      put(words.querySelector('p[data-of]').textContent, true);
    }
  }
}

follow((link, event) => {
  if (link.matches('.then')) {
    event.preventDefault();
    go(link.href);
    if (link.hidden || !note.contains(link)) {
      note.focus();
    }
    say(heading.textContent);
  } else if (leadsAhead(link)) {
    // What is hidden is shown before the link to it is followed.
    go(location.pathname);
  }
});
// The whole story has its plain address, and leaves the reader where they were.
button.addEventListener('click', () => {
  const section = current() ?? shown()[0];
  hold(section, () => go(location.pathname));
  section.focus({ preventScroll: true });
});
addEventListener('popstate', visit);
visit();
