// Hints: names that a question may mean, words near to one that no story has, other languages.
const MOST_MEANT = 3;
const MOST_FILES = 4; // of words, to look in for what is near

/** The words of some terms, each with whether it may go on. */
const wordsAsked = (terms) =>
  terms.flatMap(({ any }) =>
    any.flatMap((units) =>
      units.flatMap(({ words = [], open }) =>
        words.map((form, n) => ({ key: keyOf(form), open: open && n === words.length - 1 })),
      ),
    ),
  );

/** The names of partners, sections, topics and authors that have all words asked for, or only such. */
async function namesFor(index, { terms }) {
  const asked = wordsAsked(terms);
  const found = new Map();
  const having = await Promise.all(
    asked.map(async ({ key, open }) => {
      const { names } = await index.entry(key);
      // What the last word may become, where the file is there already.
      const begun = open && key.length > 2 && (await index.filesOf(key)).length < 2;
      const more = begun ? (await index.beginning(key)).flatMap((one) => one.names) : [];
      return [...names, ...more].map(([kind, name, url]) => {
        found.set(`${kind} ${name}`, { kind, name, url });
        return `${kind} ${name}`;
      });
    }),
  );
  const keys = new Set(asked.map(({ key }) => key));
  return [...found]
    .filter(
      ([id, { name }]) =>
        having.every((ids) => ids.includes(id)) || keysOf(name).every((key) => keys.has(key)),
    )
    .map(([, named]) => named)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .slice(0, MOST_NAMES);
}

/** The existing words that the only word of a term may have been meant to be, the likeliest first. */
async function meant(index, term) {
  const [{ key }, ...others] = [...wordsAsked([term]), { key: '' }];
  const letters = [...key];
  if (others.length > 1 || letters.length < 3 || hasUnspaced(key)) {
    return [];
  }
  const most = letters.length > 5 ? 2 : 1;
  const [first, second, third] = letters;
  const near = await Promise.all([
    wordsNear(index, letters),
    wordsNear(index, [second, first, third]), // as it is when the first two changed places
    wordsNear(index, letters.slice(1)), // when the first is too much
    wordsBehind(index, [key, letters.slice(1).join('')]), // when it is missing, or another
  ]);
  const found = near.flat().flatMap((one) => {
    const exists = one.count || one.names.length;
    const distance = exists && distanceOf(letters, [...one.key], most);
    return distance && distance <= most ? [{ ...one, distance }] : [];
  });
  found.sort(
    (a, b) =>
      a.distance - b.distance ||
      commonOf(b.key, key) - commonOf(a.key, key) ||
      b.count - a.count ||
      (a.key < b.key ? -1 : 1),
  );
  // One word of each stem.
  const told = found.filter(({ stems }, n) => !found.slice(0, n).some((one) => shares(one.stems, stems)));
  return told.slice(0, MOST_MEANT).map(({ key: word }) => word);
}

const shares = (one, other) => one.some((stem) => other.includes(stem));

/** The words that begin like some letters: with as few of them as few files have. */
async function wordsNear(index, letters) {
  for (let n = 2; n <= letters.length; n += 1) {
    const beginning = letters.slice(0, n).join('');
    if ((await index.filesOf(beginning)).length <= MOST_FILES) {
      return index.beginning(beginning);
    }
  }
  return [];
}

/** The words that other first letters make with some tails: as many as few files have. */
async function wordsBehind(index, tails) {
  const words = (await Promise.all(tails.map((tail) => index.withTail(tail)))).flat().slice(0, MOST_FILES);
  const found = await Promise.all(words.map((word) => index.beginning(word)));
  return found.flat().filter(({ key }) => words.includes(key));
}

function commonOf(one, other) {
  let n = 0;
  while (n < one.length && one[n] === other[n]) {
    n += 1;
  }
  return n;
}

/** How many letters are put in, left out, changed, or in each other's place. */
function distanceOf(one, other, most) {
  if (Math.abs(one.length - other.length) > most) {
    return Infinity;
  }
  let before = [];
  let last = [...other.keys(), other.length];
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1];
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + !same);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        row[j] = Math.min(row[j], before[j - 2] + 1);
      }
    }
    [before, last] = [last, row];
  }
  return last[other.length];
}

/** The other languages whose stories have the words of some terms. */
async function elsewhere(index, load, terms) {
  const { languages } = await index.head();
  const keys = wordsAsked(terms).map(({ key }) => key);
  const others = languages.filter((one) => one !== index.lang);
  const has = await Promise.all(
    others.map(async (lang) => {
      const other = new Index(load, lang);
      const entries = await Promise.all(keys.map((key) => other.entry(key)));
      return entries.length > 0 && entries.every(({ forms }) => forms.length);
    }),
  );
  return others.filter((_, n) => has[n]);
}
