// On arrival from the search: loads what marks the words that were searched for.
const { marks } = document.querySelector('.story').dataset;

if (marks && new URLSearchParams(location.search).has('found')) {
  const script = document.createElement('script');
  script.src = marks;
  document.head.append(script);
}
