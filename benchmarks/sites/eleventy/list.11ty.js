export const data = {
  layout: "page.11ty.js",
  pagination: { data: "collections.lists", size: 1, alias: "list" },
  permalink: ({ list }) => `${list.url}index.html`,
  eleventyComputed: { title: ({ list }) => list.title },
};

export const render = ({ list }) =>
  list.stories
    .map(({ url, data, date }) =>
      `<p><a href="${url}">${data.title}</a> <time>${date.toISOString().slice(0, 10)}</time></p>`)
    .join("\n");
