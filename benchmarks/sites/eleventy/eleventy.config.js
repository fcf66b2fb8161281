// The lists of the site: all stories, and those of each term and year.
const KINDS = ["author", "category", "tags"];
const slug = (name) => name.toLowerCase().replaceAll(" ", "-");

export default function (config) {
  config.addCollection("stories", (all) => all.getFilteredByGlob("content/**/*.md").reverse());
  config.addCollection("lists", (all) => {
    const lists = new Map();
    const add = (url, title, story) => {
      if (!lists.has(url)) lists.set(url, { url, title, stories: [] });
      lists.get(url).stories.push(story);
    };
    for (const story of all.getFilteredByGlob("content/**/*.md").reverse()) {
      add("/", "Bench", story);
      const year = String(story.date.getUTCFullYear());
      add(`/${year}/`, year, story);
      for (const kind of KINDS) {
        for (const name of [story.data[kind]].flat()) add(`/${kind}/${slug(name)}/`, name, story);
      }
    }
    return [...lists.values()];
  });
  config.addFilter("slug", slug);
  return { markdownTemplateEngine: false };
}
