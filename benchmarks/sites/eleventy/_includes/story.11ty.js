export const data = { layout: "page.11ty.js" };

const KINDS = ["author", "category", "tags"];

export function render({ content, page, ...told }) {
  const terms = KINDS.map((kind) => {
    const links = [told[kind]].flat().map((name) => `<a href="/${kind}/${this.slug(name)}/">${name}</a>`);
    return `<p>${links.join(" ")}</p>`;
  });
  return `<time>${page.date.toISOString().slice(0, 10)}</time>${terms.join("")}${content}`;
}
