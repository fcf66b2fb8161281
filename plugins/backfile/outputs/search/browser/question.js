// Questions: what was typed, as terms. A term has its text and its alternatives, each a list of units
// that a story must have: {words, compound} of a chain `at` a place, {phrase}, or {days} from one to another.
const MOST_UNITS = 32; // chains and phrases of a question
const YEAR = /^[12]\d{3}$/;
const QUOTED = /(?<=^|\s)-?["“”„«»][^"“”„«»]*["“”„«»](?=\s|$)/gu;

/** Return the terms of a question, and those that no story may have; a plain word is one's `word`. */
function parse(text, lang) {
  const items = itemsOf(text);
  const dates = dateReader(lang);
  const terms = [];
  const without = [];
  for (let n = 0; n < items.length; n += 1) {
    const { text: said, minus, or, alone, units } = items[n];
    const dated = alone && dates(items, n);
    if (minus) {
      without.push({ text: said, any: [units] });
    } else if (dated) {
      terms.push(dated.term);
      n += dated.items - 1;
    } else if (or) {
      terms.at(-1).any.push(units);
      terms.at(-1).text += ` OR ${said}`;
    } else if (alone) {
      const word = unitWord(items[n]);
      terms.push(...units.map((unit) => ({ text: unit.text, any: [[unit]], ...(word && { word, at: n }) })));
    } else {
      terms.push({ text: said, any: [units] });
    }
  }
  return { terms, without };
}

/** What stands between spaces or in quotation marks, with a mark where OR stands before it. */
function itemsOf(text) {
  const parts = [];
  let from = 0;
  for (const { 0: quoted, index } of text.matchAll(QUOTED)) {
    parts.push(...plainParts(text.slice(from, index), from), { text: quoted, quoted: true });
    from = index + quoted.length;
  }
  parts.push(...plainParts(text.slice(from), from));
  const items = [];
  let left = MOST_UNITS;
  let or = false;
  for (const part of parts) {
    const minus = part.text.startsWith('-');
    const said = minus ? part.text.slice(1) : part.text;
    const chains = chainsOf(said).slice(0, left);
    if (part.text === 'OR') {
      or = items.length > 0 && !items.at(-1).minus;
    } else if (chains.length) {
      const units = part.quoted
        ? [{ text: said, phrase: phraseOf(said) }]
        : chains.map((chain) => unitOf(chain, part.at + (minus ? 1 : 0)));
      left -= units.length;
      items.push({ text: said, minus, or: or && !minus, quoted: part.quoted, units });
      or = false;
    }
  }
  // The last word is not yet whole where nothing follows it.
  const last = items.at(-1);
  if (left && last && !last.quoted && !last.minus && /[\p{L}\p{N}\p{M}]$/u.test(text)) {
    last.units.at(-1).open = true;
  }
  for (const [n, item] of items.entries()) {
    item.alone = !item.minus && !item.quoted && !item.or && !items[n + 1]?.or;
  }
  return items;
}

const plainParts = (text, from) =>
  [...text.matchAll(/\S+/gu)].map(({ 0: part, index }) => ({ text: part, at: from + index }));

function unitOf({ text, start, words, compound }, from) {
  return { text, at: from + start, words: asked(words).map(({ form }) => form), compound: compound?.form };
}

/** Return what reads a date at an item: {term, items}, null where there is none. */
function dateReader(lang) {
  const locale = localeOf(lang);
  const english = /^en\b/.test(lang);
  let months; // which take a browser a while to find out
  let between;
  return (items, n) => {
    const item = items[n];
    const whole = wholeDate(item.text, english);
    if (whole) {
      return { term: dateTerm([item], whole), items: 1 };
    }
    const row = items.slice(n, n + 6);
    if (!row.some((one) => YEAR.test(unitWord(one)))) {
      return null;
    }
    months ??= monthsOf(locale);
    between ??= betweenOf(locale);
    // Day, month and year, in any order that people write; the longest first.
    const found = [];
    const parts = [];
    for (const one of row) {
      const part = one.alone && partOfDate(one, months, english);
      const filler = one.alone && between.has(keyOf(unitWord(one)));
      if (part) {
        parts.push(part);
        found.push(null);
      } else if (filler && parts.length) {
        found.push(null);
        continue;
      } else {
        break;
      }
      const days = daysOf(parts);
      if (days) {
        found[found.length - 1] = { term: dateTerm(items.slice(n, n + found.length), days), items: found.length };
      }
    }
    return found.filter(Boolean).at(-1) ?? null;
  };
}

/** The word of an item that is one word and no more. */
const unitWord = ({ units: [{ words, compound }, ...others] }) =>
  words?.length === 1 && !compound && !others.length ? words[0] : '';

function partOfDate(item, months, english) {
  const word = unitWord(item);
  if (YEAR.test(word)) {
    return { kind: 'y', value: +word };
  }
  const day = (english ? /^(\d{1,2})(?:st|nd|rd|th)?$/ : /^(\d{1,2})$/).exec(word);
  if (day) {
    return { kind: 'd', value: +day[1] };
  }
  const month = word && months.get(keyOf(word));
  return month ? { kind: 'm', value: month } : null;
}

/** The days of a year, a month or a day, as parts say them; null where they say none. */
function daysOf(parts) {
  const order = parts.map(({ kind }) => kind).join('');
  const { y, m, d } = Object.fromEntries(parts.map(({ kind, value }) => [kind, value]));
  return ['y', 'my', 'mdy', 'dmy'].includes(order) ? daysFrom(y, m, d) : null;
}

function daysFrom(year, month, day) {
  const from = ordinal(year, month, day);
  if (day) {
    const said = dateOf(from);
    return said.getUTCMonth() + 1 === month && said.getUTCDate() === day ? [from, from] : null;
  }
  return [from, (month ? ordinal(year, month + 1) : ordinal(year + 1)) - 1];
}

function wholeDate(text, english) {
  const iso = /^([12]\d{3})-(\d{1,2})-(\d{1,2})[.,;]?$/.exec(text);
  const slashed = english && /^(\d{1,2})\/(\d{1,2})\/([12]\d{3})[.,;]?$/.exec(text);
  const said = iso ? iso.slice(1) : slashed ? [slashed[3], slashed[1], slashed[2]] : null;
  const [year, month, day] = (said ?? []).map(Number);
  return said && month >= 1 && month <= 12 && day >= 1 ? daysFrom(year, month, day) : null;
}

function dateTerm(items, days) {
  const units = items.flatMap((item) => item.units);
  return { text: items.map((item) => item.text).join(' '), any: [units, [{ days }]] };
}

/** The months by the keys of their names, long and short, in the language of the page. */
function monthsOf(locale) {
  const months = new Map();
  for (const options of [
    { month: 'long' },
    { month: 'short' },
    { month: 'long', day: 'numeric' },
    { month: 'short', day: 'numeric' },
  ]) {
    const format = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC', calendar: 'gregory' });
    for (let month = 1; month <= 12; month += 1) {
      const { value = '' } = format.formatToParts(Date.UTC(2001, month - 1, 1)).find(({ type }) => type === 'month');
      const words = wordsOf(value);
      if (words.length === 1 && /\p{L}/u.test(value)) {
        months.set(keyOf(words[0].form), month);
      }
    }
  }
  return months;
}

/** The words that stand between the parts of a date, such as "de" in Spanish. */
function betweenOf(locale) {
  const format = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC', calendar: 'gregory' });
  const literals = format.formatToParts(0).filter(({ type }) => type === 'literal');
  return new Set(literals.flatMap(({ value }) => wordsOf(value)).map(({ form }) => keyOf(form)));
}
