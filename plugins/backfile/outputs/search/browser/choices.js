// Choices: what results can be filtered by, and how many stories of an answer each has.

/**
 * The names of a kind, or the years, the newest first: each with the stories that have it, of an
 * answer those that its other filters leave; without an answer, of the archive.
 */
async function choices(index, kind, answered) {
  const ids = answered && new Set(answered.besides(kind));
  const years = new Map();
  for (const id of ids ?? []) {
    const year = yearOf(dayOf(id));
    years.set(year, (years.get(year) ?? 0) + 1);
  }
  if (kind === 'year') {
    const { years: all } = await index.head();
    return all.map(([year, count]) => ({ name: `${year}`, count: ids ? (years.get(year) ?? 0) : count })).reverse();
  }
  const names = await index.namesOf(kind);
  if (!ids?.size || !names.length) {
    return names.map((one) => ({ ...one, count: ids ? 0 : one.count }));
  }
  // Of each year an object that has its stories by the names' files.
  const lists = await index.years('filters/names', (await index.head()).named, Math.min(...years.keys()), Math.max(...years.keys()));
  const count = ({ file }) =>
    lists.reduce(
      (sum, [year, of]) => sum + readStories(of[file] ?? '', beforeYear(year)).filter((id) => ids.has(id)).length,
      0,
    );
  return names.map((one) => ({ ...one, count: count(one) }));
}
