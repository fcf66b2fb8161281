// Citations: one entry of a file of citations, of what the reader chooses, to be copied.
const box = document.querySelector('.citations');
const form = box.querySelector('form');
const { cited, format } = form;
const read = {};
// Entries stand in the same order in all files.
const CUT = {
  bib: (text) => text.split(/\n(?=@)/),
  ris: (text) => text.split(/\r\n(?=TY)/),
  json: (text) => JSON.parse(text).map((item) => JSON.stringify([item], null, 2)),
};

async function entries(url) {
  read[url] ??= await fetch(url).then((answer) => (answer.ok ? answer.text() : Promise.reject()));
  return CUT[url.split('.').pop()](read[url]);
}

async function show() {
  form.querySelector('pre').textContent = (await entries(format.value))[cited.selectedIndex];
}

/** Offer what can be cited, and begin with what the address of the page leads to. */
async function offer() {
  const [{ id: key }, ...parts] = JSON.parse(`[${await entries(format.lastElementChild.value)}]`).flat();
  const wanted = `${key}.${location.hash.slice(1)}`;
  for (const { id, title, custom } of parts) {
    const anchor = id.slice(key.length + 1).replace('as-of-', '');
    const words = document.getElementById(anchor)?.querySelector('h2')?.textContent ?? title;
    const group = cited.querySelector(`[data-cites=${custom.cites}]`);
    const said = custom.cites === 'state' ? `${group.label}: ${words}` : words;
    group.append(new Option(said, id, false, id === wanted));
  }
  await show();
  form.hidden = false;
}

// Where a file cannot be read, as from a disk, the links to download it stay.
const withdraw = () => (form.hidden = true);
box.addEventListener('toggle', () => offer().catch(withdraw), { once: true });
form.addEventListener('change', () => show().catch(withdraw));
