import {count, millis, say} from './dom.js';

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 600;
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

let drawn = '';

export function showEffects(effects) {
  const key = JSON.stringify(effects);
  if (key === drawn) {
    return;
  }
  drawn = key;
  const {bars, bounds} = effects;
  say(document.getElementById('median'), millis(effects.median));
  say(document.getElementById('p99'), millis(effects.p99));
  say(document.getElementById('most'), millis(effects.max));
  say(document.getElementById('count'), count(effects.count));
  const svg = document.getElementById('histogram');
  const parts = [];
  const most = Math.max(1, ...bars);
  const step = WIDTH / bars.length;
  bars.forEach((bar, i) => {
    const height = Math.max(bar > 0 ? 3 : 1, bar / most * (BASE - TOP - 14));
    parts.push(shape('rect', {x: i * step + 4, y: BASE - height, width: step - 8, height, rx: 3, class: bar > 0 ? 'bar' : 'bar none'}));
    if (bar > 0) {
      parts.push(shape('text', {x: (i + 0.5) * step, y: BASE - height - 5, class: 'bar-count'}, count(bar)));
    }
    parts.push(shape('text', {x: (i + 0.5) * step, y: BASE + 18, class: 'tick'}, i < bounds.length ? `${bounds[i]}` : `> ${bounds[i - 1]}`));
  });
  parts.push(shape('text', {x: WIDTH / 2, y: BASE + 37, class: 'tick'}, 'milliseconds at most'));
  if (effects.count === 0) {
    parts.push(shape('text', {x: WIDTH / 2, y: 80, class: 'none-yet'}, 'Revoke a token to see how fast it dies'));
  }
  svg.replaceChildren(...parts);
  svg.setAttribute('aria-label', effects.count === 0 ? 'No revocation measured yet'
      : `Histogram of ${effects.count} revocations: median ${millis(effects.median)}, 99 of 100 within ${millis(effects.p99)}, slowest ${millis(effects.max)}`);
}
