// On this day: shows what began on today's date, by the reader's own clock, or on the nearest day
// that has stories.
const section = document.querySelector('#on-this-day');
const more = section.querySelector('.more');
const days = more.querySelector('a').href;
const site = new URL(section.dataset.site, location.href);

const read = async name => {
  const answer = await fetch(new URL(name, days));
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
};

// A year has 366 days here, as in 2000.
const place = name => Date.UTC(2000, name.slice(0, 2) - 1, name.slice(3)) / 864e5;

const nearest = (names, today) => {
  const far = day => {
    const back = (place(today) - place(day) + 366) % 366;
    return Math.min(back, 366.5 - back); // of two days as near, the one before
  };
  return names.reduce((best, day) => (far(day) < far(best) ? day : best));
};

const make = (name, facts, ...parts) => {
  const made = Object.assign(document.createElement(name), facts);
  made.append(...parts);
  return made;
};

const row = ({url, title, lang, dir, date, summary, partner, picture}) => {
  const year = make('time', {dateTime: date}, Number(date.slice(0, 4)));
  const made = make(
    'li',
    {className: 'row'},
    make('p', {className: 'when'}, year),
    make('h3', {lang, dir}, make('a', {href: new URL(url, site)}, title)),
  );
  if (summary) made.append(make('p', {className: 'summary', lang, dir}, summary));
  if (partner) made.append(make('p', {className: 'facts'}, partner));
  if (picture) {
    const src = new URL(picture.url, site);
    made.append(make('img', {alt: '', loading: 'lazy', ...picture, src}));
  }
  return made;
};

const show = async () => {
  const now = new Date();
  const today = [now.getMonth() + 1, now.getDate()].map(one => `${one}`.padStart(2, 0)).join('-');
  const day = await read(`${nearest(await read('days.json'), today)}.json`);
  const said = make('p', {}, day.day === today ? day.name : day.nearest);
  const list = make('ul', {className: 'rows'}, ...day.stories.map(row));
  const end = more.cloneNode(true); // what is new does not jump
  end.prepend(make('a', {href: new URL(day.url, site)}, day.all), ' ');
  section.replaceChildren(section.querySelector('h2'), said, list, end);
};

// Where the files cannot be had, as in a copy on a disk, the way to the calendar stays.
show().catch(() => {});
