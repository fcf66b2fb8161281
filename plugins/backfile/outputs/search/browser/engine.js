// What the page asks: docs/search.md, "In another theme".

/** Open the index below an address, of the stories in one language. */
globalThis.backfileSearch = (base, lang) => {
  const load = loaderOf(base);
  const index = new Index(load, lang);
  return {
    head: () => index.head(),
    choices: (kind, answered) => choices(index, kind, answered),
    ask: (question) => answer(index, question),
    story: (number) => index.story(number),
    namesFor: (answered) => namesFor(index, answered),
    meant: (term) => meant(index, term),
    elsewhere: (terms) => elsewhere(index, load, terms),
  };
};
Object.assign(globalThis.backfileSearch, {
  excerptOf,
  keyOf,
  marker,
  parse,
  piecesOf,
  wantedOf,
  weightOf,
  wordsAsked,
  wordsOf,
});
