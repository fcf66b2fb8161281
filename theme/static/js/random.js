// A story at random: one of a list of the archive's, each with the same chance. The page that leads
// here stays the one before it, so that "back" does not pick again.

const { site, files } = document.querySelector('.random').dataset;
const at = (address) => new URL(address, location.href);

async function read(name) {
  const answer = await fetch(at(`${files}${name}.json`));
  if (!answer.ok) {
    throw new Error(name);
  }
  return answer.json();
}

/** Return the name of the list that has the story of a number, counted through all lists. */
function listed(counts, number) {
  let left = number;
  return Object.keys(counts).find((name) => (left -= counts[name]) < 0);
}

const below = (count) => Math.floor(Math.random() * count);

async function pick() {
  const counts = await read('index');
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const stories = await read(listed(counts, below(all)));
  return at(`${site}${stories[below(stories.length)]}`);
}

/** Pick again, once, where the reader has just come from that story. */
async function another() {
  const first = await pick();
  return first.href === document.referrer ? pick() : first;
}

// Where the lists cannot be read, as from a disk, the years on the page remain.
another().then(
  (story) => location.replace(story),
  () => {},
);
