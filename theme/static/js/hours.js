// The hours of a day: a time is chosen, and what each partner had then stands side by side.
const form = document.querySelector('form.moment');
const [output, slider, latest] = form.querySelectorAll('output, input, .latest');
const { begins, zone: timeZone, day } = form.dataset;
const columns = [...document.querySelectorAll('.hours thead th + th')].map((_, index) =>
  [...document.querySelectorAll(`[data-column="${index + 1}"]`)]);
const write = (minute, lang, style) =>
  new Date((+begins + 60 * minute) * 1000).toLocaleString(lang, { timeZone, ...style });
// Each minute as `2014-06-16 18:20`; such texts sort by time.
const stamps = Array.from({ length: +slider.max + 1 }, (_, minute) =>
  write(minute, 'sv', { dateStyle: 'short', timeStyle: 'short' }));

function show() {
  const weekday = stamps[slider.value].startsWith(day) ? undefined : 'short';
  const style = { weekday, hour: 'numeric', minute: '2-digit' };
  output.value = write(slider.value, document.documentElement.lang, style);
  slider.setAttribute('aria-valuetext', output.value);
  latest.replaceChildren(...columns.map((cells) => {
    const row = (cell) => cell.parentNode;
    const current = cells.findLast((cell) => +row(cell).dataset.minute <= +slider.value);
    cells.forEach((cell) => cell.classList.toggle('now', cell === current));
    const box = document.createElement('div');
    box.append(...current.cloneNode(true).children);
    if (!box.querySelector('.at, .nothing')) {
      box.querySelector('.partner').after(row(current).querySelector('time').cloneNode(true));
    }
    return box;
  }));
}

// `18:20`, `7:30` or, on the day before or after, `2014-06-17T00:30`; anything else is no time.
const TIME = /^(?:(\d{4}-\d\d-\d\d)[T ])?([01]?\d|2[0-3]):([0-5]\d)$/;
const asked = TIME.exec(new URLSearchParams(location.search).get('at') ?? '');
if (asked) {
  const wanted = `${asked[1] ?? day} ${asked[2].padStart(2, '0')}:${asked[3]}`;
  slider.value = stamps.findLastIndex((stamp) => stamp <= wanted);
}
slider.addEventListener('input', show);
slider.addEventListener('change', () => {
  history.replaceState(null, '', `?at=${stamps[slider.value].replace(`${day} `, '').replace(' ', 'T')}`);
});
show();
form.hidden = false;
