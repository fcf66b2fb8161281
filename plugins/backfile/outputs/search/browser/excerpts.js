// Excerpts: the part of a text that shows best where the words of an answer stand.
const ROOM = 220; // characters of an excerpt
const BEFORE = 60; // of them before the first word that it is for

/** How many different words are marked, and how many in all. */
const weightOf = (marks) => [new Set(marks.map(({ key }) => key)).size, marks.length];

/** Return the pieces of the best excerpt, each {text, marked}; "…" where the text goes on. */
function excerptOf(text, marks) {
  const starts = [0, ...marks.map(({ start }) => Math.max(0, start - BEFORE))];
  const inside = (from) => marks.filter(({ start, end }) => start >= from && end <= from + ROOM);
  let best = 0;
  let weight = [0, 0];
  for (const from of starts) {
    const now = weightOf(inside(from));
    if (now[0] > weight[0] || (now[0] === weight[0] && now[1] > weight[1])) {
      [best, weight] = [from, now];
    }
  }
  const [from, to] = bounds(text, best, inside(best));
  return [
    ...(from > 0 ? [{ text: '…\u00a0' }] : []),
    ...piecesOf(text, marks, from, to),
    ...(to < text.length ? [{ text: '\u00a0…' }] : []),
  ];
}

/** Where an excerpt begins and ends: at a word, no mark cut. */
function bounds(text, from, marks) {
  const first = marks[0]?.start ?? from;
  const last = marks.at(-1)?.end ?? from;
  const gap = from && /\s\S/u.exec(text.slice(from, first));
  const begin = gap ? from + gap.index + 1 : letterAt(text, from);
  if (begin + ROOM >= text.length) {
    return [begin, text.trimEnd().length];
  }
  const rest = text.slice(last, letterAt(text, begin + ROOM));
  const whole = /^.*(?=\s)/su.exec(rest)?.[0] || rest;
  return [begin, last + whole.trimEnd().length];
}

/** The place of a letter that is not the second half of one. */
const letterAt = (text, at) => (/[\udc00-\udfff]/.test(text[at]) ? at + 1 : at);

/** The text between two places in pieces, those between marks plain. */
function piecesOf(text, marks, from = 0, to = text.length) {
  const pieces = [];
  let at = from;
  for (const { start, end } of marks) {
    if (start >= at && end <= to) {
      pieces.push({ text: text.slice(at, start) }, { text: text.slice(start, end), marked: true });
      at = end;
    }
  }
  pieces.push({ text: text.slice(at, to) });
  return pieces.filter((piece) => piece.text);
}
