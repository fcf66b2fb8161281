// Answers: which stories have what was asked for, in the order of their scores (BM25).
const K1 = 1.2;
const B = 0.75;
const ACCENT = 0.9; // what a form counts that differs from the typed one in accents
const MATE = 0.6; // and one that has its stem, or begins with it
const MOST_BEGINNINGS = 20;
const MOST_NAMES = 6; // that some words may be part of
const LONGEST_ROW = 8; // words in which a name is looked for
// What the classes stand for that a character of a posting names.
const FREQUENCIES = [1, 2, 3, 4.5, 6.5, 9.5, 14.5, 22];
const LENGTHS = [32, 75, 150, 300, 600, 1200, 2400, 4800];

/** A question to the index of one language. */
class Asking {
  constructor(index, head) {
    this.index = index;
    this.head = head;
  }

  idf(count) {
    return Math.log(1 + (this.head.stories - count + 0.5) / (count + 0.5));
  }

  /**
   * What a term finds: the numbers of its stories in order, their scores, and the keys and phrases by
   * which they have it; null where no story has it.
   */
  async term({ any }) {
    const found = mostOf((await Promise.all(any.map((units) => this.all(units)))).filter(Boolean));
    return found?.ids.length ? found : null;
  }

  async all(units) {
    return sumOf(await Promise.all(units.map((unit) => this.unit(unit))));
  }

  async unit({ words, compound, phrase, days, names, open }) {
    if (days) {
      return this.dated(...days);
    }
    if (names) {
      return this.filedUnder(names);
    }
    if (phrase) {
      return this.phrase(phrase);
    }
    const last = words.length - 1;
    const [whole, parts] = await Promise.all([
      compound ? this.word(compound, open) : null,
      Promise.all(words.map((form, n) => this.word(form, open && n === last))).then(sumOf),
    ]);
    return mostOf([whole, parts].filter(Boolean));
  }

  /** The stories that have a word in any form that counts for it. */
  async word(form, open) {
    const forms = await this.formsFor(form, open);
    return forms.length ? this.scored(forms) : null;
  }

  /** The forms that stand for a word: each as the index has it, with its key and its factor. */
  async formsFor(form, open) {
    const key = keyOf(form);
    const unspaced = hasUnspaced(form);
    if (unspaced && [...form].length === 1) {
      return this.formsOf((await this.index.beginning(key)).map((one) => one.key), 1);
    }
    const own = await this.formsAlike(form);
    if (own.length) {
      const mates = unspaced ? [] : await this.index.mates(await this.index.entry(key));
      return [...own, ...(await this.formsOf(mates.filter((mate) => mate !== key), MATE))];
    }
    const stemmed = unspaced || [...key].length < 4 ? [] : await this.bySuffix(key);
    if (stemmed.length) {
      return this.formsOf(stemmed, MATE);
    }
    if (open && (unspaced || [...key].length > 1)) {
      const begun = (await this.index.beginning(key)).filter(({ count }) => count);
      begun.sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1));
      return this.formsOf(begun.slice(0, MOST_BEGINNINGS).map((one) => one.key), MATE);
    }
    return [];
  }

  /** The forms of a word itself and those that differ from it in accents. */
  async formsAlike(form) {
    const { forms } = await this.index.entry(keyOf(form));
    return forms.map((one) => ({ ...one, factor: one.form === form ? 1 : ACCENT }));
  }

  /** The words of the longest stem that, with an ending which the archive knows, makes the key. */
  async bySuffix(key) {
    const ends = this.head.suffixes.filter((end) => key.endsWith(end));
    const stems = ends.map((end) => key.slice(0, -end.length)).filter((stem) => [...stem].length > 2);
    stems.sort((a, b) => b.length - a.length);
    const groups = await Promise.all(stems.map((stem) => this.index.entry(stem)));
    return groups.find(({ mates }) => mates.length)?.mates ?? [];
  }

  async formsOf(keys, factor) {
    const entries = await Promise.all(keys.map((key) => this.index.entry(key)));
    return entries.flatMap(({ forms }) => forms.map((one) => ({ ...one, factor })));
  }

  async scored(forms) {
    const lists = await Promise.all(forms.map((one) => this.index.postings(one)));
    const ids = inAny(lists);
    const often = new Float64Array(ids.length);
    const long = new Uint8Array(ids.length);
    for (const [n, list] of lists.entries()) {
      const { factor } = forms[n];
      meet(ids, list.ids, (at, i) => {
        const weight = valueOf(list.weights.charCodeAt(i));
        often[at] += factor * FREQUENCIES[weight >> 3];
        long[at] = weight & 7;
      });
    }
    const idf = this.idf(ids.length);
    const norms = LENGTHS.map((length) => K1 * (1 - B + (B * length) / this.head.length));
    const scores = often.map((f, n) => (idf * (f * (K1 + 1))) / (f + norms[long[n]]));
    return { ids, scores, keys: new Set(forms.map(({ key }) => key)), phrases: [] };
  }

  /** The stories that have words in just this order, accents apart. */
  async phrase(phrase) {
    const { words } = phrase;
    const forms = await Promise.all(
      words.map(({ form }) => ([...form].length === 1 && hasUnspaced(form) ? this.formsFor(form) : this.formsAlike(form))),
    );
    if (!forms.every(({ length }) => length)) {
      return null;
    }
    const [{ ids, scores }, rows] = await Promise.all([
      Promise.all(forms.map((one) => this.scored(one))).then(sumOf),
      Promise.all(forms.map((some) => Promise.all(some.map((one) => this.index.places(one))))),
    ]);
    // Where any of the forms of a word stand in each of the stories, in letters.
    const places = rows.map((lists) => {
      const told = ids.map(() => []);
      lists.forEach((list) => meet(ids, list.ids, (n, i) => told[n].push(list.positions[i])));
      return told;
    });
    const has = ids.map((_, n) => {
      const [first, ...others] = places.map((of) => new Set(of[n].flatMap(readPositions)));
      return [...first].some((place) => others.every((of, i) => of.has(place + words[i + 1].after)));
    });
    const those = (_, n) => has[n];
    return { ids: ids.filter(those), scores: scores.filter(those), keys: new Set(), phrases: [phrase] };
  }

  /** The stories of some days. */
  async dated(from, to) {
    const every = await this.index.every(yearOf(from), yearOf(to));
    return this.same(every.filter((id) => dayOf(id) >= from && dayOf(id) <= to));
  }

  /** The stories that are filed under any of some names. */
  async filedUnder(names) {
    const lists = await Promise.all(names.map(({ kind, name }) => this.filed(kind, name)));
    return this.same(inAny(lists.map((ids) => ({ ids }))));
  }

  /** Stories of which all have the same, and so the same score. */
  same(ids) {
    return { ids, scores: ids.map(() => this.idf(ids.length)), keys: new Set(), phrases: [] };
  }

  /** The stories of a name, such as a partner's, or those with updates. */
  async filed(kind, name) {
    if (kind === 'updates') {
      return this.index.list('updates', this.head.updates[1]);
    }
    const named = (await this.index.namesOf(kind)).find((one) => one.name === name);
    return named ? this.index.list(named.file, named.parts) : [];
  }

  /** Terms in which words in a row that are part of a name also ask for that name's stories. */
  async withNames(terms) {
    const rows = terms.map((_, n) =>
      terms.slice(n, n + LONGEST_ROW).filter((term, i) => term.word && term.at === terms[n].at + i),
    );
    const named = await Promise.all(rows.map((row) => this.named(row)));
    const told = [];
    for (let n = 0; n < terms.length; n += told.at(-1).taken ?? 1) {
      told.push(named[n] ?? terms[n]);
    }
    return told;
  }

  /** A term of the longest row of words, from the first, that is part of a name; or none. */
  async named(row) {
    for (let taken = row.length; taken > 0; taken -= 1) {
      const some = row.slice(0, taken);
      // A single word is a name's where no story has it.
      if (taken > 1 || !(await this.formsFor(row[0].word)).length) {
        const names = await this.index.namesWith(some.map(({ word }) => keyOf(word)));
        if (names.length && names.length <= MOST_NAMES) {
          const units = some.flatMap(({ any: [[unit]] }) => unit);
          return { text: some.map(({ text }) => text).join(' '), any: [units, [{ names }]], taken };
        }
      }
    }
    return null;
  }
}

/** The numbers that any of some lists has, in order. */
function inAny(lists) {
  if (lists.length === 1) {
    return lists[0].ids;
  }
  const all = Float64Array.from(lists.flatMap(({ ids }) => ids)).sort();
  return [...all.filter((id, n) => id !== all[n - 1])];
}

/** Call with the places in two lists, both in order, of each number that both have. */
function meet(one, other, call) {
  let at = 0;
  for (let i = 0; i < other.length; i += 1) {
    while (one[at] < other[i]) {
      at += 1;
    }
    if (one[at] === other[i]) {
      call(at, i);
    }
  }
}

/** Where all of some findings agree, with the sum of their scores; null where one has nothing. */
function sumOf(found) {
  if (!found.length || found.includes(null)) {
    return null;
  }
  const both = found.reduce((one, other) => {
    const ids = [];
    const scores = [];
    meet(one.ids, other.ids, (n, i) => {
      ids.push(one.ids[n]);
      scores.push(one.scores[n] + other.scores[i]);
    });
    return { ids, scores };
  });
  return { ...both, ...marksOf(found) };
}

/** What any of some findings has, with the best of its scores; null without any. */
function mostOf(found) {
  if (found.length < 2) {
    return found[0] ?? null;
  }
  const ids = inAny(found);
  const scores = new Float64Array(ids.length);
  for (const one of found) {
    meet(ids, one.ids, (n, i) => {
      scores[n] = Math.max(one.scores[i], scores[n]);
    });
  }
  return { ids, scores, ...marksOf(found) };
}

const marksOf = (found) => ({
  keys: new Set(found.flatMap((one) => [...one.keys])),
  phrases: found.flatMap((one) => one.phrases),
});

/**
 * Answer a question: `ids`, the numbers of the stories, best first; `unknown`, the terms that no
 * story has; `alone`, where the others never meet, how many stories each finds; `keys` and `phrases`,
 * by which stories have what was asked for; `besides` a kind of filters, the numbers of the stories
 * that all others leave.
 */
async function answer(index, { text, filters = [], year, sort }) {
  const head = index.head();
  const { terms: said, without } = parse(text, index.lang);
  const asking = new Asking(index, await head);
  const terms = await asking.withNames(said);
  const [found, unwanted, lists] = await Promise.all([
    Promise.all(terms.map((term) => asking.term(term))),
    Promise.all(without.map((term) => asking.term(term))),
    Promise.all(filters.map(async ([kind, name]) => [kind, new Set(await asking.filed(kind, name))])),
  ]);
  const known = found.filter(Boolean);
  const some = terms.length || without.length || filters.length || year;
  const { ids, scores } = (terms.length || !some ? sumOf(known) : asking.same(await index.every())) ?? NOTHING;
  const out = new Set(unwanted.flatMap((one) => one?.ids ?? []));
  if (year) {
    const [first, last] = daysFrom(+year);
    lists.push(['year', { has: (id) => dayOf(id) >= first && dayOf(id) <= last }]);
  }
  /** The places of the stories that filters leave, but for those of a kind. */
  const left = (but) =>
    [...ids.keys()].filter((n) => !out.has(ids[n]) && lists.every(([kind, list]) => kind === but || list.has(ids[n])));
  return {
    ids: inOrder(left(), scores, sort).map((n) => ids[n]),
    besides: (kind) => left(kind).map((n) => ids[n]),
    terms,
    unknown: terms.filter((_, n) => !found[n]),
    alone: terms.flatMap((term, n) =>
      known.length > 1 && !ids.length && found[n] ? [[term.text, found[n].ids.length]] : [],
    ),
    ...marksOf(known),
  };
}

const NOTHING = { ids: [], scores: [] };

/** Places of stories by score, the newest first among equals; or by their dates alone. */
function inOrder(places, scores, sort) {
  if (sort === 'oldest') {
    return places;
  }
  if (sort === 'newest') {
    return places.reverse();
  }
  const rounded = Float64Array.from(scores, (score) => Math.round(score * 1e9));
  return places.sort((a, b) => rounded[b] - rounded[a] || b - a);
}
