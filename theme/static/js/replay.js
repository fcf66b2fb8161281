// The replay: the updates appear at their moments, as fast as the reader likes.
import { current, hold, rail, story } from './updates.js';
import { asked, entryAt, follow, go, stand, timeline } from './as-of.js';
import { say } from './say.js';

// In seconds: what wait is leapt over, after what breath; how long are a leap and the shortest
// wait. One of no length, or of an unknown one, takes a breath.
const [LULL, BREATH, LEAP, LEAST] = [10, 5, 1.5, 1];
const END = timeline.length - 1;
const FAR = Math.max(2, Math.round(END / 10));
const KEYS = {
  ...{ ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 },
  ...{ PageDown: -FAR, PageUp: FAR, Home: -END, End: END },
};

const [opener, player] = document.getElementById('replay').content.children;
const [clock, remark, slider, play, speed, end] = player.querySelectorAll(
  'b, span, input, .play, select, .end',
);
const still = matchMedia('(prefers-reduced-motion: reduce)');
// Local times are written as they are, apart from any zone.
const written = new Intl.DateTimeFormat(`${player.lang || story.lang}-u-nu-latn`, {
  ...{ weekday: 'short', month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' },
  timeZone: 'UTC',
});

// Where it is: at an entry, a part of the way to the next, of which a second of a leap takes a part.
let [at, part, leap, frame] = [0, 0, 0, 0];
let left, shown, writing;

/** Return the seconds from this update to the next; NaN where a moment is not known. */
const apart = () => timeline[at + 1]?.elapsed - timeline[at].elapsed;
const wait = () => Math.max(apart() / speed.value || BREATH, LEAST);

function draw() {
  const { place, when, clock: local } = timeline[at];
  const gone = still.matches ? 0 : part;
  slider.value = +place + gone * (timeline[at + 1]?.place - place || 0);
  clock.textContent = when ?? written.format(Date.parse(`${local}Z`) + gone * (apart() || 0) * 1e3);
}

/** Come to an entry; show it to a reader who asked for it, or who follows. */
function arrive(to, isAsked = true) {
  const { top, bottom } = timeline[at].section.getBoundingClientRect();
  const follows = isAsked || (bottom > 0 && top < innerHeight);
  [at, part, leap] = [to, 0, 0];
  const { section } = timeline[at];
  hold(follows ? null : current(), () => stand(timeline[at]));
  if (follows) {
    section.scrollIntoView({ behavior: frame && !still.matches ? 'smooth' : 'instant' });
  }
  remark.textContent = at === END ? player.dataset.end : '';
  draw();
  slider.ariaValueText = clock.textContent;
  say(`${section.querySelector('h2').textContent} ${remark.textContent}`);
  run(at < END && frame);
}

function advance(seconds) {
  part += seconds * (leap || 1 / wait());
  if (part >= 1) {
    arrive(at + 1, false);
  } else if (!leap && part * wait() >= BREATH && wait() > LULL) {
    leap = (1 - part) / LEAP;
    remark.textContent = player.dataset.silence.replace('{}', timeline[at + 1].gap);
    say(remark.textContent);
  }
  draw();
}

/** Let time pass or not; where it does not, the address is that of the update. */
function run(passes, last = performance.now()) {
  cancelAnimationFrame(frame);
  clearTimeout(writing);
  frame = 0;
  if (passes) {
    frame = requestAnimationFrame((now) => {
      run(true, now);
      // In a window that nobody sees, no time passes.
      advance(Math.min(now - last, 250) / 1e3);
    });
  } else {
    // Browsers limit how often an address may change.
    writing = setTimeout(() => {
      shown = `?replay=${timeline[at].of}`;
      history.replaceState(null, '', shown);
    }, 300);
  }
  play.textContent = play.dataset[passes ? 'pause' : 'play'];
}

function start() {
  if (at === END) {
    arrive(0);
  }
  run(true);
}

const step = (by) => arrive(Math.min(Math.max(at + by, 0), END));

function close() {
  const { top } = left;
  run(false);
  clearTimeout(writing);
  story.classList.remove('replaying');
  player.remove();
  say('');
  // On the way back, the browser scrolls to what the address names first.
  requestAnimationFrame(() => scrollTo({ top, behavior: 'instant' }));
  left = shown = null;
}

function visit() {
  const anchor = asked('replay');
  if (anchor !== null && location.search !== shown) {
    left ??= { href: location.pathname, top: scrollY };
    shown = location.search;
    story.classList.add('replaying');
    rail.after(player);
    arrive(Math.max(timeline.indexOf(entryAt(anchor)), 0));
  } else if (anchor === null && left) {
    close();
  }
}

play.addEventListener('click', () => (frame ? run(false) : start()));
slider.addEventListener('input', () =>
  arrive(timeline.findLastIndex(({ place }) => place <= +slider.value)),
);
slider.addEventListener('keydown', (event) => {
  if (KEYS[event.key]) {
    event.preventDefault();
    step(KEYS[event.key]);
  }
});
player.addEventListener('click', ({ target }) => {
  const by = +target.closest('button')?.value;
  if (by) {
    step(by);
  }
});
end.addEventListener('click', () => {
  go(left.href);
  opener.focus({ preventScroll: true });
});
follow((link, event) => {
  const to = timeline.findIndex((entry) => entry.link === link);
  if (link.matches('.open-replay')) {
    event.preventDefault();
    left = { href: location.href, top: scrollY };
    go(link.href);
    start();
    play.focus();
  } else if (left && to > at) {
    event.preventDefault();
    arrive(to);
  }
}, true);
(rail.querySelector('.rhythm') ?? rail.querySelector('h2')).after(opener);
addEventListener('popstate', visit);
visit();
