// Files: the parts of an index, each loaded once, as a script: so it can be read from a disk too.
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUES = new Uint8Array(128);
[...ALPHABET].forEach((letter, value) => {
  VALUES[letter.charCodeAt(0)] = value;
});
const valueOf = (code) => VALUES[code];
const ITSELF = '_'; // at the end of a file's name: it has that word, and no other
const RANKS = 2 ** 20; // a story's number is its day times this, and its rank

const numberOf = (day, rank) => day * RANKS + rank;
const dayOf = (number) => Math.floor(number / RANKS);

const MILLISECONDS = 86_400_000;
const EPOCH = 719_163; // 1970-01-01, as the index counts days

/** A day as the index counts it; a month or a day may be beyond the last. */
const ordinal = (year, month = 1, day = 1) =>
  Math.round(new Date(0).setUTCFullYear(year, month - 1, day) / MILLISECONDS) + EPOCH;
const dateOf = (day) => new Date((day - EPOCH) * MILLISECONDS);
const yearOf = (day) => dateOf(day).getUTCFullYear();
const beforeYear = (year) => ordinal(year) - 1;

/** The numbers that are written in letters, five bits in each (numbers.py). */
function read(letters) {
  const numbers = [];
  let number = 0;
  let times = 1;
  for (let i = 0; i < letters.length; i += 1) {
    const value = VALUES[letters.charCodeAt(i)];
    number += (value & 31) * times;
    times *= 32;
    if (value < 32) {
      numbers.push(number);
      number = 0;
      times = 1;
    }
  }
  return numbers;
}

/** The numbers of stories that steps lead to from the last story before a day, after those that are there. */
function readStories(steps, day = 0, numbers = []) {
  let rank = 0;
  let days = 0; // that a step leads on, whose rank follows
  for (const value of read(steps)) {
    if (days) {
      day += days;
      rank = value;
      days = 0;
    } else if (value % 2) {
      days = (value + 1) / 2;
      continue;
    } else {
      rank += value / 2 + 1;
    }
    numbers.push(numberOf(day, rank));
  }
  return numbers;
}

/** The positions of a word in a story. */
function readPositions(letters) {
  let position = 0;
  return read(letters).map((gap) => (position += gap));
}

/** A name as part of a file's name (trees.py). */
const coded = (name) =>
  name.replace(/[^a-z0-9]+/giu, (some) => {
    const codes = [...some].map((one) => one.codePointAt(0).toString(16));
    return `-${codes.join('.')}-`;
  });

// A file calls it with its path and what it holds; whoever asked for the file is told.
globalThis.found = (path, data) => document.currentScript.found(path, data);

/** What loads the files below an address. */
function loaderOf(base) {
  const files = new Map();
  return (path) => {
    if (!files.has(path)) {
      const file = new Promise((done, fail) => {
        const script = document.createElement('script');
        script.src = `${base}${path}.js`;
        script.found = (own, data) => own === path && done(data);
        script.onload = () => {
          script.remove();
          fail(new Error(`${path}: no index`)); // unless it has called
        };
        script.onerror = script.onload;
        document.head.append(script);
      });
      file.catch(() => files.delete(path));
      files.set(path, file);
    }
    return files.get(path);
  };
}
