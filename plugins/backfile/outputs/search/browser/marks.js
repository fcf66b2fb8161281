// Marks: where in a text the words of an answer stand.
const MOST_WANTED = 12; // words that an address says

/** Words without the last character of a piece that the pair before it has too. */
const asked = (words) => words.filter(({ left }, n) => left !== 1 || words[n - 1]?.left !== 2);

/** A phrase, in quotation marks of any kind: its words, each with its key and how far it stands after the first. */
function phraseOf(text) {
  const words = chainsOf(text).flatMap((chain) => chain.words);
  return {
    text,
    words: asked(words).map(({ form, position }) => ({
      form,
      key: keyOf(form),
      after: position - words[0].position,
    })),
  };
}

/**
 * Return what finds the words of an answer in a text: a list of {start, end, key} in order, a word of a
 * phrase with its `phrase`, without those that lie within another. Words of a phrase count where all of it stands.
 */
function marker({ keys, phrases }) {
  return (text) => {
    const words = wordsOf(text);
    words.forEach((word) => (word.key = keyOf(word.form)));
    const marks = words.filter(({ key }) => keys.has(key));
    if (phrases.length) {
      const places = new Map();
      for (const word of words) {
        places.set(word.position, [...(places.get(word.position) ?? []), word]);
      }
      for (const phrase of phrases) {
        for (const position of places.keys()) {
          const stand = phrase.words.map(({ key, after }) =>
            places.get(position + after)?.find((word) => begins(word, key)),
          );
          if (stand.every(Boolean)) {
            marks.push(...stand.map((word) => ({ ...word, phrase })));
          }
        }
      }
    }
    return merged(marks.map(({ at, ...mark }) => ({ start: at, ...mark })));
  };
}

const begins = (word, key) =>
  word.key === key || (word.left && [...key].length === 1 && word.key.startsWith(key));

function merged(marks) {
  marks.sort((a, b) => a.start - b.start || b.end - a.end);
  const kept = [];
  for (const mark of marks) {
    const last = kept.at(-1);
    if (!last || mark.start >= last.end) {
      kept.push(mark);
    } else if (mark.end > last.end) {
      last.end = mark.end;
    }
  }
  return kept;
}

/** What an address says of the words that marks found, for `wantedFrom` to read. */
function wantedOf(marks) {
  const phrases = new Set(marks.flatMap(({ phrase }) => (phrase ? [`"${phrase.text.slice(1, -1)}"`] : [])));
  const keys = new Set(marks.flatMap(({ phrase, key }) => (phrase ? [] : [key])));
  return [...[...keys].slice(0, MOST_WANTED), ...phrases].join(' ');
}

/** The keys and phrases that an address says. */
function wantedFrom(said) {
  const phrases = [];
  const words = said.replace(/"([^"]*)"/g, (quoted) => {
    phrases.push(phraseOf(quoted));
    return ' ';
  });
  const keys = words.split(/\s+/).map((word) => keyOf(formOf(word)));
  return { keys: new Set(keys.filter(Boolean)), phrases: phrases.filter(({ words: some }) => some.length) };
}
