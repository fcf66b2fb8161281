// A story at random, each with the same chance. It takes the place of this page, so that "back"
// does not pick again.
const { site, files } = document.querySelector('.random').dataset;
const read = async (name) => (await fetch(`${files}${name}.json`)).json();
const below = (count) => Math.floor(Math.random() * count);

async function pick() {
  const counts = Object.entries(await read('index'));
  let left = below(counts.reduce((sum, [, count]) => sum + count, 0));
  const [name] = counts.find(([, count]) => (left -= count) < 0);
  const stories = await read(name);
  return new URL(`${site}${stories[below(stories.length)]}`, location).href;
}

// Where the lists cannot be read, as from a disk, the years on the page remain.
try {
  const story = await pick();
  // Once more, for a reader who comes from that story.
  location.replace(story === document.referrer ? await pick() : story);
} catch {}
