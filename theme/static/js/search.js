// The search page: answers as one types. The address keeps the words that were asked for.
const AT_ONCE = 10;
const PAUSE = 180; // milliseconds without a key, after which one has typed a word

const form = document.getElementById('search');
const input = form.elements.q;
const said = document.getElementById('said');
const found = document.getElementById('found');
const more = document.getElementById('more');
const lists = document.getElementById('lists');
const model = document.getElementById('row').content;
const lang = document.documentElement.lang;
const date = new Intl.DateTimeFormat(lang, { dateStyle: 'long', timeZone: 'UTC' });

let index;
let asked = 0;
let rest = [];
let timer;

function load() {
  index ??= open();
  return index;
}

async function open() {
  const pagefind = await import(new URL(form.dataset.index, document.baseURI));
  // A worker would load the same code once more, and be outside of this page's policy.
  await pagefind.options({ noWorker: true });
  await pagefind.init();
  return pagefind;
}

async function ask() {
  clearTimeout(timer);
  const turn = (asked += 1);
  const words = input.value.trim();
  remember(words);
  try {
    const results = words ? (await (await load()).search(words)).results : [];
    const first = await read(results.splice(0, AT_ONCE));
    if (turn === asked) {
      rest = results;
      show(first, words ? 'none' : '');
    }
  } catch {
    if (turn === asked) {
      rest = [];
      show([], 'failed');
    }
  }
}

/** Keep the words in the address, for Back, reload and whoever is sent the link. */
function remember(words) {
  const address = new URL(location);
  if (words !== (address.searchParams.get('q') ?? '')) {
    address.searchParams.set('q', words);
    if (!words) {
      address.searchParams.delete('q');
    }
    history.replaceState(null, '', address);
  }
}

function read(results) {
  return Promise.all(results.map((result) => result.data()));
}

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

function row({ excerpt, filters, meta, url }) {
  const made = model.cloneNode(true);
  const link = made.querySelector('a');
  link.href = url;
  link.textContent = meta.title;
  const time = document.createElement('time');
  time.dateTime = meta.day;
  time.textContent = date.format(new Date(meta.day));
  made.querySelector('.when').append(time);
  made.querySelector('.summary').append(...marked(excerpt));
  const facts = made.querySelector('.facts');
  if (filters.partner) {
    facts.firstElementChild.textContent = filters.partner;
  } else {
    facts.remove();
  }
  return made;
}

/** Make nodes of an excerpt: text in which only `<mark>` is HTML. */
function marked(excerpt) {
  return excerpt.split(/<\/?mark>/).map((part, i) => {
    const text = part.replaceAll('&lt;', '<').replaceAll('&gt;', '>');
    if (i % 2 === 0) {
      return text;
    }
    const mark = document.createElement('mark');
    mark.textContent = text;
    return mark;
  });
}

input.addEventListener('input', () => {
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE);
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  ask();
});
more.addEventListener('click', async () => {
  const turn = asked;
  const next = (await read(rest.splice(0, AT_ONCE))).map(row);
  if (turn === asked) {
    const link = next[0].querySelector('a');
    found.append(...next);
    more.hidden = !rest.length;
    link.focus();
  }
});

input.value = new URLSearchParams(location.search).get('q') ?? '';
if (input.value) {
  ask();
}
