// Asks the shards of the index, and makes one answer of theirs. It lies beside Pagefind's script;
// docs/search.md, "In another theme", tells how to use it, and layout.py what the files are.
import { PagefindInstance } from './pagefind.js';

const HERE = new URL('.', import.meta.url).href;
const LAST = '\u{10ffff}'; // comes after every letter

async function read(path) {
  const answer = await fetch(HERE + path);
  if (!answer.ok) {
    throw new Error(`${path}: ${answer.status}`);
  }
  return answer.json();
}

/** A part of the index: the stories of one period, numbered in the order of their dates. */
class Shard extends PagefindInstance {
  constructor({ folder, years }) {
    super({ basePath: `${HERE}${folder}/` });
    this.folder = folder;
    this.years = years;
  }

  async open(lang, program) {
    const [head] = await Promise.all([read(`${this.folder}/head.json`), program]);
    this.loadedLanguage = lang;
    this.includeCharacters = [];
    this.limits = head.parts.split(' ');
    this.raw_ptr = this.backend.init_pagefind(pagefindHead(head, this.limits));
  }

  async loadFragment(...asked) {
    const story = await super.loadFragment(...asked);
    const words = story.content.split(/\s+/);
    for (const part of story.sub_results.filter(({ anchor }) => anchor)) {
      const { location, text } = part.anchor;
      const heading = words.slice(location, location + text.trim().split(/\s+/).length);
      part.excerpt = without(heading, part.excerpt);
    }
    return story;
  }

  /** Whether it may have stories of a year. */
  has(year) {
    return !year || this.years.some(([one]) => one === year);
  }

  /** Keep the results that are of a year. */
  only(year, results) {
    let from = 0;
    for (const [one, count] of this.years) {
      if (one === year) {
        return results.filter(({ id }) => id >= from && id < from + count);
      }
      from += count;
    }
    return results;
  }

  /** Where the stories that have a word have it: `"word"` in its forms, else also what it begins. */
  async having(word) {
    return new Map((await this.search(word)).results.map(({ id, words }) => [id, words]));
  }

  /** The same of a whole word: its first place surely, others that may be of longer words. */
  async whole(word) {
    const [first, all] = await Promise.all([this.having(`"${word}"`), this.having(word)]);
    return new Map([...first].map(([id, sure]) => [id, { sure, maybe: all.get(id) ?? [] }]));
  }

  /** The same of words that begin so. Where none does, Pagefind takes a shorter word. */
  async beginning(word) {
    await this.loadBeginning(bare(word));
    const [found, shorter] = await Promise.all([this.having(word), this.having(word + LAST)]);
    const same = found.size === shorter.size && [...found.keys()].every((id) => shorter.has(id));
    return new Map(same ? [] : [...found].map(([id, sure]) => [id, { sure, maybe: [] }]));
  }

  /** Load all parts that have words which begin so; of one letter or two, there are too many. */
  loadBeginning(letters) {
    const parts = this.limits.flatMap((limit, n) =>
      limit <= letters + LAST && !(this.limits[n + 1] <= letters) ? [`${n}`] : [],
    );
    return letters.length > 2 && Promise.all(parts.map((one) => this.loadChunk(one)));
  }

  /** The stories that have all of the words, of which `places` tells where they have each. */
  async together(words, places, filters) {
    if (!places.every(({ size }) => size)) {
      return [];
    }
    const text = words.join(' ');
    const { results } = await this.search(text, { filters });
    return results
      .filter(({ id }) => places.every((one) => one.has(id)))
      .map(({ id, score }) => {
        const asked = words.map((word, n) => ({ word: bare(word), ...places[n].get(id) }));
        return { id, score, data: () => this.marked(id, asked, text) };
      });
  }

  /** A story with the words marked. Pagefind tells one place of a whole word, or too many. */
  async marked(id, asked, text) {
    const words = (await this.loadFragment(id, [], text)).content.split(/\s+/).map(bare);
    const places = asked.flatMap(({ word, sure, maybe }) => [
      ...sure,
      ...maybe.filter((place) => isForm(words[place] ?? '', word)),
    ]);
    const inOrder = [...new Set(places)].sort((a, b) => a - b);
    const marks = inOrder.map((location) => ({ weight: 1, balanced_score: 1, location }));
    return this.loadFragment(id, marks, text);
  }
}

/** A word as it is compared: without case, accents and signs. */
function bare(word) {
  return word.normalize('NFD').replace(/[^\p{L}\p{N}_]/gu, '').toLowerCase();
}

/** Whether two words may be forms of one: mines, mine, mining; flies, fly; never moon, moonlight. */
function isForm(one, other) {
  let same = 0;
  while (same < one.length && one[same] === other[same]) {
    same += 1;
  }
  return same > 1 && Math.max(one.length, other.length) - same < 4;
}

/** Leave out of an excerpt what it has of its heading, which is `title` already. */
function without(heading, excerpt) {
  const words = excerpt.split(' ');
  const plain = words.map((word) => word.replace(/<\/?mark>/g, ''));
  const from = heading.findIndex((_, n) => heading.slice(n).every((word, i) => word === plain[i]));
  return from < 0 ? excerpt : words.slice(heading.length - from).join(' ');
}

/** Make Pagefind's own head of an index from ours. */
function pagefindHead({ version, pages, filters, fields }, limits) {
  return cbor([
    version,
    pages.map((words, n) => [`${n}`, words]),
    limits.map((limit, n) => [limit, n + 1 < limits.length ? before(limits[n + 1]) : LAST, `${n}`]),
    filters.map((name, n) => [name, `${n}`]),
    [],
    fields,
  ]);
}

/** The last word that comes before another. */
function before(word) {
  const letters = [...word];
  const last = letters.pop().codePointAt(0) - 1;
  return letters.join('') + String.fromCodePoint(last) + LAST;
}

/** Write lists, texts and numbers as CBOR (RFC 8949, section 3). */
function cbor(value) {
  const bytes = new Uint8Array(4 * JSON.stringify(value).length);
  const utf8 = new TextEncoder();
  let end = 0;
  const head = (kind, n) => {
    const size = n < 24 ? 0 : n < 256 ? 1 : n < 65536 ? 2 : 4;
    bytes[end++] = kind + (size ? 24 + Math.log2(size) : n);
    for (let shift = 8 * (size - 1); shift >= 0; shift -= 8) {
      bytes[end++] = n >>> shift;
    }
  };
  const write = (one) => {
    if (typeof one === 'number') {
      head(0, one);
    } else if (typeof one === 'string') {
      // Most are short and plain, and written here before the encoder would be called.
      const text = /^[ -~]*$/.test(one) ? one : String.fromCharCode(...utf8.encode(one));
      head(0x60, text.length);
      for (let i = 0; i < text.length; i += 1) {
        bytes[end++] = text.charCodeAt(i);
      }
    } else {
      head(0x80, one.length);
      one.forEach(write);
    }
  };
  write(value);
  return bytes.subarray(0, end);
}

/** The index of the stories in a language. */
export async function open(lang) {
  const { program, shards: told } = await read(`${lang}.json`);
  const shards = told.map((one) => new Shard(one));
  const opened = new Map();
  let loaded;

  /** The shards that may have stories of a year, ready to be asked. */
  async function ready(year) {
    loaded ??= program && new PagefindInstance({ basePath: HERE }).loadWasm(program);
    const asked = shards.filter((one) => one.has(year));
    for (const one of asked.filter((shard) => !opened.has(shard))) {
      opened.set(one, one.open(lang, loaded));
    }
    await Promise.all(asked.map((one) => opened.get(one)));
    return asked;
  }

  return {
    /** The years that have stories, oldest first. */
    years: shards.flatMap((one) => one.years.map(([year]) => year)),

    /** By filter, the names that it can have. */
    filters: () => read(`${lang}-filters.json`),

    /**
     * Find stories with all of the words, or with the words in quotation marks side by side.
     *
     * `filters` are names by filter, as in {topic: 'Fire'}; `year` is a number; `sort` is newest,
     * oldest or, if neither, the best first. Without words, all that the filters leave.
     */
    async search(words, { filters = {}, year, sort } = {}) {
      const plain = plainWords(words);
      if (words.trim() && !plain.length) {
        return [];
      }
      const asked = await ready(year);
      const phrase = plain.length ? `"${plain.join(' ')}"` : null;
      const found = await (/^\s*".+"\s*$/.test(words) || !phrase
        ? Promise.all(asked.map((one) => one.search(phrase, { filters })))
        : together(asked, [...new Set(plain)], filters));
      const results = found.flatMap((few, n) =>
        asked[n].only(year, few.results ?? few).sort((a, b) => a.id - b.id),
      );
      if (sort !== 'oldest') {
        results.reverse();
      }
      return sort || !words.trim() ? results : results.sort((a, b) => b.score - a.score);
    },
  };
}

/** The words of a text as Pagefind keeps them: `$1,200.50` is 120050, and `e-mail` email. */
function plainWords(text) {
  const words = text.split(/[\s"]+/).map((word) => word.replace(/[^\p{L}\p{M}\p{N}_]/gu, ''));
  return words.filter(Boolean);
}

/**
 * Find the stories of each shard that have all of the words, by what one index would say.
 *
 * A word that no shard has is the beginning of one, and passed over if it is not that either. A
 * shard by itself cannot tell: it would pass over what another has.
 */
async function together(shards, words, filters) {
  const every = (kind, word) => Promise.all(shards.map((one) => one[kind](word)));
  const known = async (word) => {
    const whole = await every('whole', word);
    const places = whole.some(({ size }) => size) ? whole : await every('beginning', word);
    return [word, places];
  };
  const asked = (await Promise.all(words.map(known))).filter(([, places]) =>
    places.some(({ size }) => size),
  );
  const rest = asked.map(([word]) => word);
  return Promise.all(
    shards.map((one, n) =>
      rest.length ? one.together(rest, asked.map(([, places]) => places[n]), filters) : [],
    ),
  );
}
