// Locales: by the rules of which language dates and numbers are written.

/** A language, or else the page's, if it has a name by which Intl knows it, as `en_US` is not; or nothing. */
function localeOf(lang) {
  return [lang, document.documentElement.lang].find((tag) => {
    try {
      return Intl.getCanonicalLocales(tag).length > 0;
    } catch {
      return false;
    }
  });
}
