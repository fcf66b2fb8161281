const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

export const data = { permalink: "/feed.xml" };

export const render = ({ collections }) => `<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel>
<title>Bench</title><link>https://archive.example/</link><description>All stories</description>
${collections.stories
  .slice(0, 30)
  .map(({ url, data, date, content }) => `<item><title>${escaped(data.title)}</title>
<link>https://archive.example${url}</link><pubDate>${date.toUTCString()}</pubDate>
<description>${escaped(content)}</description></item>`)
  .join("\n")}
</channel></rss>
`;
