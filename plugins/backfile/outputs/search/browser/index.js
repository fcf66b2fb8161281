// The index of one language: its words, the lists of their stories, and the texts of these, from
// the files that have them (docs/search.md says which has what).

class Index {
  /** The index of a language, whose files `load` brings by their paths. */
  constructor(load, lang) {
    this.lang = lang;
    this.names = {}; // of files, by their kinds
    this.file = (path) => load(`${lang}/${path}`);
  }

  head() {
    return this.file('head');
  }

  /** The files of words, or of tails, that begin with some letters; of one alone, the file that has it. */
  async filesOf(prefix, alone, kind = 'words') {
    const { [kind]: names } = await this.head();
    const there = (this.names[kind] ??= new Set(names));
    const letters = [...prefix];
    const beginnings = [...letters.keys(), letters.length].map((n) => letters.slice(0, n).join(''));
    const above = beginnings.find((name) => there.has(name));
    if (above !== undefined) {
      return [above];
    }
    return alone ? [prefix + ITSELF].filter((name) => there.has(name)) : names.filter((name) => name.startsWith(prefix));
  }

  /** The words that some letters make behind a first one. */
  async withTail(tail) {
    const [name] = await this.filesOf(tail, true, 'tails');
    const tails = name === undefined ? {} : await this.file(leafPath('tails/t', name));
    return Object.hasOwn(tails, tail) ? [...tails[tail]].map((first) => first + tail) : [];
  }

  wordsIn(name) {
    return this.file(leafPath('words/w', name));
  }

  /** What the index says of a word: `forms` with their postings, `stems`; null of an unknown one. */
  async entry(key) {
    const [name] = await this.filesOf(key, true);
    const words = name === undefined ? {} : await this.wordsIn(name);
    const { forms = {}, names = [], lists, ...said } = Object.hasOwn(words, key) ? words[key] : {};
    const listed = Object.entries(forms).map(([form, [ids, ...more]]) => ({ form, key, file: name, ids, more }));
    const stems = said.stems ?? (listed.length ? [key] : []);
    return { key, forms: listed, names, lists, stems, mates: said.mates ?? stems.filter((one) => one === key) };
  }

  /** All words with a stem in common with a word. */
  async mates({ stems }) {
    const groups = await Promise.all(stems.map((one) => this.entry(one)));
    return [...new Set(groups.flatMap(({ mates }) => mates))];
  }

  /** The words that begin so: each with the number of stories of its forms, stems, and names. */
  async beginning(prefix) {
    const files = await Promise.all((await this.filesOf(prefix)).map((name) => this.wordsIn(name)));
    return files.flatMap((words) =>
      Object.entries(words).flatMap(([key, { forms = {}, stems = [key], names = [] }]) =>
        key.startsWith(prefix) ? [{ key, count: countOf(forms), stems, names }] : [],
      ),
    );
  }

  /** The stories of a form, their weights in letters. */
  async postings({ form, key, ids, more: [own = key] }) {
    if (typeof ids === 'string') {
      return { ids: readStories(ids), weights: own };
    }
    // The lists of all forms with a stem are together.
    const { lists } = await this.entry(own);
    const years = (await this.years(`lists/w${coded(own)}`, lists)).filter(([, of]) => of[form]);
    return {
      ids: storiesOf(years.map(([year, of]) => [year, of[form][0]])),
      weights: years.map(([, of]) => of[form][1]).join(''),
    };
  }

  /** The stories of a form, and its positions in each of them, in letters. */
  async places(one) {
    const { form, file, ids, more } = one;
    const has = typeof ids === 'string';
    const [stories, told] = await Promise.all([
      this.postings(one),
      has ? this.file(leafPath('positions/p', file)) : this.years(`positions/w${coded(form)}`, more[1]),
    ]);
    const positions = has ? told[form] : told.map(([, some]) => some).join(' ');
    return { ids: stories.ids, positions: positions.split(' ') };
  }

  /** The stories of some years: all of them, those with updates, or those of a name. */
  async list(file, parts, from, to) {
    return storiesOf(await this.years(`filters/${file}`, parts, from, to));
  }

  async every(from, to) {
    return this.list('all', (await this.head()).all, from, to);
  }

  /** The names of a kind: {name, url, count, file, parts}. */
  async namesOf(kind) {
    const { kinds = [] } = await this.head();
    const names = kinds.includes(kind) ? await this.file(`names/${kind}`) : [];
    return names.map(([name, url, count, file, parts]) => ({ name, url, count, file, parts }));
  }

  /** The names that have words with these keys in a row: {kind, name, url}. */
  async namesWith(keys) {
    const { names } = await this.entry(keys[0]);
    return names
      .map(([kind, name, url]) => ({ kind, name, url }))
      .filter(({ name }) => {
        const own = keysOf(name);
        return own.some((_, n) => keys.every((key, i) => own[n + i] === key));
      });
  }

  /** A list by years that lies in parts, each for the years that begin so. */
  async years(path, parts = [''], from = 0, to = 9999) {
    const [first, last] = [from, to].map((year) => `${year}`.padStart(4, '0'));
    const wanted = parts.filter((part) => {
      const has = part.replace(ITSELF, '');
      return has >= first.slice(0, has.length) && has <= last.slice(0, has.length);
    });
    const files = await Promise.all(
      wanted.map((part) => this.file(`${path}${part && '-'}${part}`)),
    );
    return Object.entries(Object.assign({}, ...files))
      .filter(([year]) => year >= first && year <= last)
      .sort(([a], [b]) => (a < b ? -1 : 1));
  }

  /** The texts of a story. */
  story(number) {
    const day = dayOf(number);
    const year = yearOf(day);
    const path = `stories/${`${year}`.padStart(4, '0')}/${day - beforeYear(year)}-${number % RANKS}`;
    return this.file(path);
  }
}

/** The numbers of the stories that years have as steps. */
function storiesOf(years) {
  const numbers = [];
  for (const [year, steps] of years) {
    readStories(steps, beforeYear(year), numbers);
  }
  return numbers;
}

/** The path of the words that begin with a name, or of their positions (parts.py). */
function leafPath(folder, name) {
  const itself = name.endsWith(ITSELF) ? ITSELF : '';
  return `${folder}${coded(itself ? name.slice(0, -1) : name)}${itself}`;
}

/** The keys of the words of a name. */
const keysOf = (name) => chainsOf(name).flatMap(({ words }) => words.map(({ form }) => keyOf(form)));

/** How many stories have a word, as far as its forms tell. */
const countOf = (forms) =>
  Object.values(forms).reduce(
    (sum, [ids, weights]) => sum + (typeof ids === 'string' ? weights.length : ids),
    0,
  );
