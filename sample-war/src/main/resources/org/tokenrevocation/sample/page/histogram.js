import {count, millis, say, show} from './dom.js';

const SVG = 'http://www.w3.org/2000/svg';
const BASE = 150;
const TOP = 16;

function shape(tag, attributes, text) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }
  if (text !== undefined) {
    element.textContent = text;
  }
  return element;
}

const svg = document.getElementById('histogram');
let drawn = '';
let latest = null;

export function showEffects(effects) {
  const key = JSON.stringify(effects);
  if (key === drawn) {
    return;
  }
  drawn = key;
  latest = effects;
  for (const [id, value] of [['median', effects.median], ['p99', effects.p99], ['most', effects.max]]) {
    say(document.getElementById(id), millis(value));
    // Few values have no such figure.
    show(document.getElementById(id).parentElement, value !== null);
  }
  say(document.getElementById('count'), count(effects.count));
  say(document.getElementById('count-of'), effects.count === 1 ? 'log-out' : 'log-outs');
  draw(effects);
}

/** In the pixels that there are, so that letters are as large on a phone as elsewhere. */
function draw({bars, bounds, count: all, median, p99, max}) {
  const width = svg.clientWidth;
  svg.setAttribute('viewBox', `0 0 ${width} 190`);
  const parts = [];
  const most = Math.max(1, ...bars);
  const step = width / bars.length;
  const gap = Math.min(4, step / 10);
  bars.forEach((bar, i) => {
    const height = Math.max(bar > 0 ? 3 : 1, bar / most * (BASE - TOP - 14));
    parts.push(shape('rect', {x: i * step + gap, y: BASE - height, width: step - 2 * gap, height, rx: 3, class: bar > 0 ? 'bar' : 'bar none'}));
    if (bar > 0) {
      parts.push(shape('text', {x: (i + 0.5) * step, y: BASE - height - 5, class: 'bar-count'}, count(bar)));
    }
    if (i < bounds.length) {
      parts.push(shape('text', {x: (i + 1) * step, y: BASE + 18, class: 'tick'}, `${bounds[i]}`));
    }
  });
  parts.push(shape('text', {x: width / 2, y: BASE + 37, class: 'tick'}, 'milliseconds'));
  if (all === 0) {
    parts.push(shape('text', {x: width / 2, y: 80, class: 'none-yet'}, 'Log a device out to see how fast it is refused'));
  }
  svg.replaceChildren(...parts);
  svg.setAttribute('aria-label', all === 0 ? 'No log-out measured yet'
      : `Histogram of ${all} log-outs${median === null ? '' : `, half within ${millis(median)}`}${
        p99 === null ? '' : `, 99 of 100 within ${millis(p99)}`}, slowest ${millis(max)}`);
}

new ResizeObserver(() => latest && draw(latest)).observe(svg);
