// On the page of a story: loads what marks the words that somebody searched for who comes from there.
if (new URLSearchParams(location.search).has('found')) {
  const script = document.createElement('script');
  script.src = new URL('found.js', document.currentScript.src);
  document.head.append(script);
}
