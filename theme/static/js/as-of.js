// As of: the story as it stood at one update. What came later folds away; the address says so.
import { current, entries, hold, rail, shown, story } from './updates.js';
import { say } from './say.js';

const words = document.getElementById('as-of').content;
let note;

/** Fold away what came after the update *anchor*, nothing where there is none of that name. */
function show(anchor) {
  const at = entries.find(({ section, rank }) => rank && section.id === anchor);
  for (const { section, item, mark, rank } of entries) {
    // Without a rank it is not known when it was written, only that it was later than its text.
    const later = Boolean(at) && !(+rank <= +at.rank);
    section.hidden = later;
    item.classList.toggle('later', later);
    mark?.classList.toggle('later', later);
  }
  for (const told of story.querySelectorAll('.lead, .standfirst')) {
    told.hidden = Boolean(at);
  }
  for (const link of story.querySelectorAll('.corrected a, .footnote-backref')) {
    link.closest('p, li').hidden = folded(link);
  }
  story.classList.toggle('as-of', Boolean(at));
  note?.remove();
  if (anchor !== null) {
    note = words.querySelector('aside').cloneNode(true);
    note.prepend(words.querySelector(`[data-at="${at ? anchor : ''}"]`).cloneNode(true));
    note.querySelector('button').addEventListener('click', whole);
    rail.after(note);
  }
}

const folded = (link) =>
  Boolean(document.getElementById(link.hash.slice(1))?.closest('[hidden]'));

function go(address) {
  history.pushState(null, '', address);
  show(asked());
}

const asked = () => new URLSearchParams(location.search).get('as-of');

/** Show the whole story at its plain address, and leave the reader where they were. */
function whole() {
  const section = current() ?? shown()[0];
  hold(section, () => go(location.pathname));
  section.focus({ preventScroll: true });
}

story.addEventListener('click', (event) => {
  const link = event.target.closest('a[href*="#"]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) {
    return;
  }
  if (link.matches('.then')) {
    event.preventDefault();
    go(link.href);
    note.focus();
    say(note.firstChild.textContent);
  } else if (folded(link)) {
    // What is folded away is shown before the link to it is followed.
    go(location.pathname);
  }
});
addEventListener('popstate', () => show(asked()));
show(asked());
