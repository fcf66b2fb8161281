// The search page: answers as one types. The address keeps what was asked for.
const FIRST = 6; // stories, each of which is a file
const MORE = 10;
const MOST_SHOWN = 500; // when one comes back
const PAUSE = 180; // milliseconds without a key, after which one has typed a word
const MOST_UPDATES = 3; // of a story
const MOST_CHOICES = 200; // of a list

const byId = (id) => document.getElementById(id);
const form = byId('search');
const narrow = byId('narrow');
const said = byId('said');
const more = byId('more');
const { index: base, site, lang } = form.dataset;
const spoken = localeOf(form.lang);
const dates = new Intl.DateTimeFormat(localeOf(lang), { dateStyle: 'long', timeZone: 'UTC' });
const shortly = new Intl.DateTimeFormat(localeOf(lang), { month: 'long', day: 'numeric', timeZone: 'UTC' });
const count = (number) => new Intl.NumberFormat(spoken).format(number);
const model = (id) => byId(id).content.firstElementChild.cloneNode(true);
const fields = [...form.elements].filter(({ name }) => name);

let opened;
let turn = 0; // the number of the last question
let result; // its answer, of which so many stories are on the page:
let shown = 0;
let typing = false; // whether the address is of a question that is being typed
let timer;

/** Load what searches, once, and meanwhile what it asks for first. */
function open() {
  opened ??= new Promise((done, fail) => {
    const script = document.createElement('script');
    script.src = `${base}engine.js`;
    script.onload = () => done(backfileSearch(base, lang));
    script.onerror = () => fail(new Error(script.src));
    const head = document.createElement('link');
    Object.assign(head, { rel: 'preload', as: 'script', href: `${base}${lang}/head.js` });
    document.head.append(script, head);
  });
  opened.catch(() => (opened = null));
  return opened;
}

/** Name in the lists what one can choose, with how many stories of the answer, or of all, have it. */
async function fill() {
  const answered = result;
  const lists = [...narrow.querySelectorAll('select:not([name=sort])')];
  const search = await open();
  const all = await Promise.all(lists.map(({ name }) => search.choices(name, answered)));
  for (const [n, list] of lists.entries()) {
    if (answered === result) {
      const chosen = list.value;
      const choices = most(all[n]).map(({ name, count: stories }) => new Option(`${name} (${count(stories)})`, name));
      list.replaceChildren(list.options[0], ...choices);
      choose(list, chosen);
      list.closest('label').hidden = !all[n].length;
    }
  }
}

const fillOpen = () => narrow.open && fill().catch(() => (said.textContent = saying('failed')));

/** Those that most stories have, the first of equals, in their order; none that no story has. */
function most(choices) {
  const some = choices.filter((one) => one.count).sort((a, b) => b.count - a.count);
  const kept = new Set(some.slice(0, MOST_CHOICES));
  return choices.filter((one) => kept.has(one));
}

/** Choose in a list what may not be in it yet, or no longer. */
function choose(list, value) {
  if (![...list.options].some((one) => one.value === value) && list.name !== 'sort') {
    list.append(new Option(value));
  }
  list.value = value;
  list.selectedIndex = Math.max(list.selectedIndex, 0);
}

/** The fields that say something, by name. */
const asking = () =>
  Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, value.trim()]).filter(([, value]) => value));

const addressOf = (asked) => `${location.pathname}?${new URLSearchParams(asked)}`.replace(/\?$/, '');

/** Write the question into the address: a new one to come back from, unless it is being typed. */
function keep(still) {
  const address = addressOf(asking());
  if (address !== location.pathname + location.search) {
    history[typing || !location.search ? 'replaceState' : 'pushState'](null, '', address);
  }
  typing = still;
  return ask();
}

/** Put the question of the address into the form. */
function read() {
  const wanted = new URLSearchParams(location.search);
  for (const field of fields) {
    const value = wanted.get(field.name) ?? '';
    if (field.type === 'checkbox') {
      field.checked = value === field.value;
    } else if (field.type === 'search') {
      field.value = value;
    } else {
      choose(field, value);
    }
  }
  narrow.open ||= fields.some(({ name }) => name !== 'q' && wanted.get(name));
  typing = false;
}

/** Answer the question of the address, with as many stories as were there. */
function restore() {
  const before = +new URLSearchParams(location.search).get('shown') || 0;
  const many = Math.min(Math.max(Math.trunc(before), FIRST), MOST_SHOWN);
  read();
  // What an address says that asks for nothing here is not kept.
  history.replaceState(null, '', addressOf({ ...asking(), ...(many > FIRST && { shown: many }) }) + location.hash);
  return ask(many);
}

/** Whether the form says something else than the address: a browser may empty or keep it. */
const differs = () => {
  const wanted = new URLSearchParams(location.search);
  const asked = asking();
  return fields.some(({ name }) => (wanted.get(name) ?? '').trim() !== (asked[name] ?? ''));
};

async function ask(many = FIRST) {
  clearTimeout(timer);
  more.disabled = true;
  turn += 1;
  const own = turn;
  const { q: text = '', year, sort, ...filters } = asking();
  const asked = text || year || Object.keys(filters).length;
  try {
    const search = asked && (await open());
    const found = asked && (await search.ask({ text, filters: Object.entries(filters), year, sort }));
    const stories = asked ? await Promise.all(found.ids.slice(0, many).map(search.story)) : [];
    if (own === turn) {
      show(found || null, stories);
      fillOpen();
      // Without which the answer stands.
      await hint(search, text, () => own === turn).catch(reportError);
    }
  } catch (error) {
    reportError(error);
    if (own === turn) {
      show(null, []);
      said.textContent = saying('failed');
    }
  }
}

/** Show an answer with its first stories, or none. */
function show(found, stories) {
  result = found;
  shown = stories.length;
  byId('found').replaceChildren(...stories.map(row));
  byId('names').replaceChildren();
  byId('hints').replaceChildren();
  more.disabled = false;
  more.hidden = !found || shown >= found.ids.length;
  byId('lists')?.toggleAttribute('hidden', shown > 0);
  said.textContent = found ? told(found) : '';
}

/** What an answer comes to. */
function told({ ids, unknown, alone }) {
  const places = { count: count(ids.length), words: quoted(unknown.map(({ text }) => text)) };
  if (unknown.length) {
    return saying(ids.length ? 'others' : 'lacking', places);
  }
  return saying(ids.length ? 'count' : alone.length ? 'apart' : 'none', places);
}

/** One of the page's sentences, its places filled with text. */
const saying = (name, places = {}) => pieces(name, places).join('');

/** The same in pieces, of which some may be elements. */
function pieces(name, places) {
  const sentence = byId('sayings').content.querySelector(`[data-says="${name}"]`).textContent;
  return sentence.split(/\{(\w+)\}/).flatMap((part, n) => (n % 2 ? (places[part] ?? '') : part));
}

const listed = (items) => {
  const parts = new Intl.ListFormat(spoken, { type: 'disjunction' }).formatToParts(items.map(() => '-'));
  let n = 0;
  return parts.map(({ type, value }) => (type === 'element' ? items[n++] : value));
};

const quoted = (texts) =>
  new Intl.ListFormat(spoken).format(
    texts.map((text) => saying('quoted', { words: text.replace(/^["“”„«»]|["“”„«»]$/gu, '') })),
  );

function linkTo(address, ...content) {
  const link = document.createElement('a');
  link.href = address;
  link.append(...content);
  return link;
}

function paragraph(...content) {
  const made = document.createElement('p');
  made.append(...content);
  return made;
}

function quiet(text) {
  const made = document.createElement('span');
  made.append(text);
  return made;
}

/** Say what else there is: names, words that may have been meant, other languages. */
async function hint(search, text, current) {
  if (!result) {
    return;
  }
  const { unknown, alone } = result;
  const others = [...document.querySelectorAll('.search-languages a')];
  const [names, near, languages] = await Promise.all([
    search.namesFor(result),
    Promise.all(unknown.map((term) => search.meant(term))),
    unknown.length ? search.elsewhere(unknown) : [],
  ]);
  if (!current()) {
    return;
  }
  byId('names').replaceChildren(...names.map(named));
  const asked = (q) => addressOf({ ...asking(), q });
  const meant = near.flatMap((words, n) => words.map((word) => linkTo(asked(instead(text, unknown[n], word)), word)));
  const words = quoted(unknown.map((one) => one.text));
  const language = new Intl.DisplayNames(spoken, { type: 'language' });
  byId('hints').replaceChildren(
    ...alone.map(([one, stories]) => paragraph(linkTo(asked(one), saying('quoted', { words: one })), ' ', quiet(count(stories)))),
    ...(meant.length ? [paragraph(...pieces('meant', { words: listed(meant) }))] : []),
    ...languages.flatMap((one) => {
      const page = others.find(({ hreflang }) => hreflang === one);
      const address = `${page?.getAttribute('href')}?${new URLSearchParams({ q: unknown.map(({ text: q }) => q).join(' ') })}`;
      return page ? [paragraph(linkTo(address, saying('elsewhere', { language: language.of(one), words })))] : [];
    }),
  );
}

/** A question with another word in the place of the only one of a term. */
function instead(text, { any }, word) {
  const { at, text: before } = any.flat().find(({ words }) => words);
  return text.slice(0, at) + word + text.slice(at + before.length);
}

function named({ kind, name, url }) {
  const item = document.createElement('li');
  item.append(linkTo(url ? whole(url) : addressOf({ [kind]: name }), name), ' ', quiet(saying(kind)));
  return item;
}

/** The address of a page of the site; on a disk, of its file. */
function whole(url, query = '') {
  const [path, anchor = ''] = url.split('#');
  const file = location.protocol === 'file:' && /(^|\/)$/.test(path) ? 'index.html' : '';
  return `${site}${path}${file}${query}${anchor && '#'}${anchor}`;
}

/** A story, with the updates in which the words are. */
function row(story) {
  const { excerptOf, marker, piecesOf, wantedOf, weightOf } = backfileSearch;
  const marksIn = marker(result);
  const [lead, ...updates] = story.parts.map(([anchor, printed, day, headline, text]) => {
    const marks = { printed: marksIn(printed), headline: marksIn(headline), text: marksIn(text) };
    const all = Object.values(marks).flat();
    return { anchor, printed, day, headline, text, marks, all, weight: weightOf(all) };
  });
  const summary = { text: story.summary, all: marksIn(story.summary) };
  const title = marksIn(story.title);
  const best = updates
    .filter(({ all }) => all.length)
    .sort((a, b) => b.weight[0] - a.weight[0] || b.weight[1] - a.weight[1])
    .slice(0, MOST_UPDATES);
  const above = [lead, summary].find(({ all }) => all.length);
  const beginning = [summary, lead, ...updates].find(({ text }) => text) ?? lead;
  const address = (anchor, marks) => {
    const wanted = wantedOf(marks);
    return whole(`${story.url}${anchor && '#'}${anchor}`, wanted && `?${new URLSearchParams({ found: wanted })}`);
  };
  const made = model('row');
  const link = made.querySelector('a');
  link.href = address('', [...title, ...summary.all, ...[lead, ...updates].flatMap(({ all }) => all)]);
  link.append(...marked(piecesOf(story.title, title)));
  time(made.querySelector('time'), story.day);
  made.querySelector('.facts').textContent = story.partner;
  const told = above ?? (best.length ? null : beginning);
  made.querySelector('.summary').append(...marked(told ? excerptOf(told.text, told.marks?.text ?? told.all) : []));
  made.querySelector('ol').append(
    ...updates.filter((one) => best.includes(one)).map((one) => {
      const item = model('update');
      const there = item.querySelector('a');
      there.href = address(one.anchor, one.all);
      const parts = [marked(piecesOf(one.printed, one.marks.printed))];
      // Some stamps name the day themselves.
      if (one.day && !one.printed.includes(shortly.format(new Date(one.day)))) {
        parts.push([time(document.createElement('time'), one.day)]);
      }
      parts.push(marked(piecesOf(one.headline, one.marks.headline)));
      there.append(...parts.filter((part) => part.length).flatMap((part, n) => (n ? [' · ', ...part] : part)));
      item.querySelector('.summary').append(...marked(excerptOf(one.text, one.marks.text)));
      return item;
    }),
  );
  return made;
}

const marked = (some) =>
  some.map(({ text, marked: is }) => {
    const node = is ? document.createElement('mark') : new Text();
    node.textContent = text;
    return node;
  });

function time(element, day) {
  element.dateTime = day;
  element.textContent = dates.format(new Date(day));
  return element;
}

async function showMore() {
  const own = turn;
  more.disabled = true;
  try {
    const { story } = await open();
    const stories = await Promise.all(result.ids.slice(shown, shown + MORE).map(story));
    if (own === turn) {
      addRows(stories);
    }
  } finally {
    if (own === turn) {
      more.disabled = false;
    }
  }
}

/** Show more stories of the answer, below the others. */
function addRows(stories) {
  const rows = stories.map(row);
  byId('found').append(...rows);
  shown += rows.length;
  more.hidden = shown >= result.ids.length;
  history.replaceState(null, '', addressOf({ ...asking(), shown }));
  rows[0].querySelector('a').focus();
}

form.addEventListener('input', ({ target }) => {
  clearTimeout(timer);
  timer = setTimeout(() => keep(target.type === 'search'), target.type === 'search' ? PAUSE : 0);
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  keep(false);
});
form.elements.q.addEventListener('focus', () => open().catch(() => 0));
narrow.addEventListener('toggle', fillOpen);
more.addEventListener('click', () => showMore().catch(() => (said.textContent = saying('failed'))));
addEventListener('popstate', () => differs() && restore());
// WebKit empties the field of a page that it has kept, once it has said that it shows it.
addEventListener('pageshow', () => setTimeout(() => differs() && (result ? read() : restore())));
if (location.search) {
  restore();
}
