// Citations: one entry of a file of citations, of what the reader chooses, to be copied.

const box = document.querySelector('.citations');
const form = box.querySelector('form');
const { cited, format } = form.elements;
// Entries stand in the same order in all files.
const CUT = {
  bib: (text) => text.split(/\n(?=@)/),
  ris: (text) => text.split(/\r\n(?=TY {2}- )/),
  json: (text) => JSON.parse(text).map((item) => JSON.stringify([item], null, 2)),
};
const read = {};

/** Return the entries of the file at an address; it is asked for once. */
function entries(url) {
  read[url] ??= fetch(url).then(async (answer) => {
    if (!answer.ok) {
      throw new Error(url);
    }
    return CUT[url.split('.').pop()](await answer.text());
  });
  return read[url];
}

async function show() {
  const all = await entries(format.value);
  document.getElementById('entry').textContent = all[cited.selectedIndex];
}

/** Offer what can be cited, and begin with what the address of the page leads to. */
async function offer() {
  const items = (await entries(format.lastElementChild.value)).map((text) => JSON.parse(text)[0]);
  const asOf = new URLSearchParams(location.search).get('as-of');
  const key = items[0].id;
  const wanted = `${key}.${asOf ? `as-of-${asOf}` : location.hash.slice(1)}`;
  for (const { id, title, custom } of items.slice(1)) {
    const anchor = id.slice(key.length + 1).replace(/^as-of-/, '');
    const heading = document.querySelector(`#${CSS.escape(anchor)} > h2`);
    const words = heading?.textContent.trim().replace(/\s+/g, ' ') || title;
    const group = cited.querySelector(`[data-cites="${custom.cites}"]`);
    const said = custom.cites === 'state' ? `${group.label}: ${words}` : words;
    group.append(new Option(said, id, false, id === wanted));
  }
  for (const group of cited.querySelectorAll('optgroup:empty')) {
    group.remove();
  }
  await show();
  form.hidden = false;
}

// Where a file cannot be read, as from a disk, the links to download it stay.
const withdraw = () => {
  form.hidden = true;
};
box.addEventListener('toggle', () => offer().catch(withdraw), { once: true });
form.addEventListener('change', () => show().catch(withdraw));
