// Words: how a text is cut and compared. The rules are those of words.py, where docs/search.md says
// what they are for; one table of examples checks both.
const LONGEST = 40; // characters of a form
const MOST_RUNS = 6; // joined runs that make one word
const IGNORED = '\\u00ad\\u200b-\\u200f\\u2060\\ufeff';
const RUN = `[\\p{L}\\p{N}][\\p{L}\\p{N}\\p{M}${IGNORED}]*`;
// What joins two runs: a dash and the like; between digits a comma, or a space before thousands.
const BETWEEN =
  "[-/\\u2010-\\u2015\\u2019'._]|(?<=[0-9]),(?=[0-9])" +
  `|(?<=[0-9])[\\u00a0\\u202f\\u2009](?=[0-9]{3}(?![\\p{L}\\p{N}\\p{M}${IGNORED}]))`;
const RUNS = new RegExp(RUN, 'gu');
const CHAINS = new RegExp(`${RUN}(?:(?:${BETWEEN})${RUN})*`, 'gu');
// Scripts without spaces: Thai and Lao, Myanmar, Khmer, and those of Chinese and Japanese.
const UNSPACED =
  '\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\u3005-\\u3007\\u3040-\\u30ff\\u31f0-\\u31ff' +
  '\\u3400-\\u4dbf\\u4e00-\\u9fff\\uaa60-\\uaa7f\\uf900-\\ufaff\\uff66-\\uff9f\\u{20000}-\\u{3ffff}';
const HAS_UNSPACED = new RegExp(`[${UNSPACED}]`, 'u');
const PIECES = new RegExp(`[${UNSPACED}]+|[^${UNSPACED}]+`, 'gu');
// Marks that are accents and no more: those of Latin, Greek and Cyrillic.
const ACCENTED =
  /([a-z\u00c0-\u02af\u1d00-\u1dbf\u1e00-\u1eff\u0370-\u03ff\u1f00-\u1fff\u0400-\u052f\u1c80-\u1c8f])\p{M}+/gu;
const POINTS = /[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0640\u064b-\u0655\u0670]+/g;
const LETTERS = { æ: 'ae', œ: 'oe', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ł: 'l', ħ: 'h' };

const hasUnspaced = (text) => HAS_UNSPACED.test(text);

/** A run without case; accents stay. */
function normal(run) {
  if (/^[a-z0-9]*$/i.test(run)) {
    return run.toLowerCase();
  }
  return run
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\ufe00-\ufe0f]|[^\p{L}\p{N}\p{M}]/gu, '')
    .replace(/ß/g, 'ss')
    .replace(/ς/g, 'σ')
    .replace(/ı|i\u0307/g, 'i');
}

const cut = (form) => (form.length > LONGEST ? [...form].slice(0, LONGEST).join('') : form);
const formOf = (run) => cut(normal(run));

/** What forms that differ in accents alone have in common; of marks alone, the form itself. */
function keyOf(form) {
  if (/^[a-z0-9]*$/.test(form)) {
    return form;
  }
  const key = form
    .normalize('NFD')
    .replace(ACCENTED, '$1')
    .replace(POINTS, '')
    .replace(/[æœøđðþłħ]/g, (letter) => LETTERS[letter])
    .normalize('NFC');
  return key || form;
}

/**
 * The chains of joined runs of a text. Each has its words, with their positions and the place in the
 * text where each stands; in scripts without spaces also how many characters are left of the piece.
 * The compound that its runs make, if they make one, is apart.
 */
function chainsOf(text) {
  let position = 0;
  return [...text.matchAll(CHAINS)].map(({ 0: chain, index: start }) => {
    if (/^[a-z0-9]+$/i.test(chain)) {
      // As most are.
      const end = start + chain.length;
      return { text: chain, start, end, words: [{ form: cut(chain.toLowerCase()), at: start, end, position: position++ }] };
    }
    const runs = [...chain.matchAll(RUNS)];
    const words = [];
    const first = position;
    for (const { 0: run, index } of runs) {
      for (const { 0: piece, index: within } of run.matchAll(PIECES)) {
        const at = start + index + within;
        const end = at + piece.length;
        const made = hasUnspaced(piece) ? pairs(piece, at) : [{ form: formOf(piece), at, end }];
        words.push(...made.map((word, n) => ({ ...word, position: position + n })));
        position += made.length;
      }
    }
    const end = start + chain.length;
    const joined = runs.length > 1 && runs.length <= MOST_RUNS && !hasUnspaced(chain);
    const compound = joined && formOf(runs.map(([run]) => run).join(''));
    return {
      text: chain,
      start,
      end,
      words: words.filter(({ form }) => form),
      compound: compound ? { form: compound, at: start, end, position: first } : null,
    };
  });
}

/** Each character of a piece with the one after it, the last by itself. */
function pairs(piece, at) {
  const characters = [...normal(piece)];
  let from = at;
  return characters.map((character, n) => {
    const form = character + (characters[n + 1] ?? '');
    const pair = { form, at: from, end: from + form.length, left: characters.length - n };
    from += character.length;
    return pair;
  });
}

/** All words of a text, compounds among them. */
const wordsOf = (text) =>
  chainsOf(text).flatMap(({ words, compound }) => (compound ? [...words, compound] : words));
