// The search page: answers as one types. The address keeps what was asked for.
const FIRST = 4; // stories, each of which is 2 to 4 KB
const MORE = 10;
const PAUSE = 180; // milliseconds without a key, after which one has typed a word

const form = document.getElementById('search');
const narrow = document.getElementById('narrow');
const said = document.getElementById('said');
const found = document.getElementById('found');
const more = document.getElementById('more');
const lists = document.getElementById('lists');
const lang = document.documentElement.lang;
const date = new Intl.DateTimeFormat(lang, { dateStyle: 'long', timeZone: 'UTC' });
const model = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

let index;
let filled;
let asked = 0;
let rest = [];
let timer;

const load = () =>
  (index ??= import(new URL(form.dataset.index, document.baseURI)).then(({ open }) => open(lang)));

/** Name in the lists what one can choose. */
function fill() {
  filled ??= load().then(async (opened) => {
    const names = { ...(await opened.filters()), year: [...opened.years].reverse() };
    for (const list of narrow.querySelectorAll('select:not([name=sort])')) {
      list.append(...(names[list.name] ?? []).map((name) => new Option(name)));
      list.parentNode.hidden = list.length < 2;
    }
  });
  return filled;
}

async function ask() {
  clearTimeout(timer);
  const turn = (asked += 1);
  const given = [...new FormData(form)].map(([name, value]) => [name, value.trim()]);
  const asking = Object.fromEntries(given.filter(([, value]) => value));
  const { q = '', year, sort, ...filters } = asking;
  const some = q || year || Object.keys(filters).length;
  // For Back, reload and whoever is sent the link.
  history.replaceState(null, '', `${location.pathname}?${new URLSearchParams(asking)}`.replace(/\?$/, ''));
  try {
    const results = some ? await (await load()).search(q, { filters, sort, year: +year }) : [];
    const first = await read(results.splice(0, FIRST));
    if (turn === asked) {
      rest = results;
      show(first, some ? 'none' : '');
    }
  } catch {
    if (turn === asked) {
      rest = [];
      show([], 'failed');
    }
  }
}

const read = (results) => Promise.all(results.map((result) => result.data()));

/** Show the first *stories*, or say what *instead* names. */
function show(stories, instead) {
  found.replaceChildren(...stories.map(row));
  more.hidden = !rest.length;
  lists.hidden = stories.length > 0;
  const count = new Intl.NumberFormat(lang).format(stories.length + rest.length);
  said.textContent = stories.length
    ? said.dataset.count.replace('{count}', count)
    : (said.dataset[instead] ?? '');
}

/** A story, with the updates in which the words are. */
function row({ excerpt, filters, meta, sub_results: parts, url }) {
  const made = model('row');
  const updates = parts.filter(({ anchor }) => anchor);
  const above = parts.find(({ anchor }) => !anchor);
  lead(made, url, meta.title, meta.day, above?.excerpt ?? (updates.length ? '' : excerpt));
  updates.sort((a, b) => b.locations.length - a.locations.length);
  for (const { anchor, excerpt: part, title, url: there } of updates.slice(0, 3)) {
    const day = /\d{4}-\d\d-\d\d/.exec(anchor.id)?.[0];
    made.querySelector('ol').append(lead(model('update'), there, title, day, part));
  }
  made.querySelector('.facts').textContent = filters.partner ?? '';
  return made;
}

/** Write into *made* where it leads, when that was, and an excerpt: text in which `<mark>` is HTML. */
function lead(made, url, title, day, excerpt) {
  const link = made.querySelector('a');
  link.href = url;
  link.textContent = title;
  const time = made.querySelector('time');
  if (day) {
    time.dateTime = day;
    time.textContent = date.format(new Date(day));
  } else {
    time.remove();
  }
  made.querySelector('.summary').append(
    ...excerpt.split(/<\/?mark>/).map((part, i) => {
      const node = i % 2 ? document.createElement('mark') : new Text();
      node.textContent = part.replaceAll('&lt;', '<').replaceAll('&gt;', '>');
      return node;
    }),
  );
  return made;
}

form.addEventListener('input', () => {
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE);
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  ask();
});
form.elements.q.addEventListener('focus', () => load().catch(() => 0));
narrow.addEventListener('toggle', () => fill().catch(() => show([], 'failed')));
more.addEventListener('click', async () => {
  const turn = asked;
  const next = (await read(rest.splice(0, MORE))).map(row);
  if (turn === asked) {
    found.append(...next);
    more.hidden = !rest.length;
    next[0].querySelector('a').focus();
  }
});

// What the address asks for.
const wanted = [...new URLSearchParams(location.search)];
narrow.open = wanted.some(([name]) => name !== 'q');
if (narrow.open) {
  await fill().catch(() => 0); // asking will say so
}
for (const [name, value] of wanted) {
  const field = form.elements.namedItem(name) ?? {};
  field.value = value;
  field.checked = true;
}
if (wanted.length) {
  ask();
}
