import {count, make, mark, millis, nanos, say} from './dom.js';

const STATES = {
  LEASED: ['good', 'judges from memory'],
  LAPSED: ['idle', 'idle: asks Redis once, then memory'],
  DIRECT: ['idle', 'asks Redis for each request'],
  WITHHELD: ['bad', 'may not judge now: 503'],
};
const METRICS = [
  ['rate', 'Requests per second'],
  ['cost', 'Time to judge a token'],
  ['refused', 'Refused (401)'],
  ['undecided', 'In doubt (503)'],
  ['lease', 'Since Redis last confirmed'],
  ['feed', 'News from Redis'],
  ['acknowledged', 'Log-outs all confirmed'],
  ['waited', 'Log-outs that had to wait'],
];

const strips = new Map();

function create(node, own, fleet) {
  const title = make('h3', {}, node.name, node.name === own ? make('small', {}, 'serves this page') : '');
  const link = make('a', {href: node.address, class: 'address'}, node.address.replace(/^https?:\/\//, '').replace(/\/$/, ''));
  const state = make('p', {class: 'state'});
  const values = {};
  const list = make('dl', {class: 'metrics'});
  for (const [key, label] of METRICS) {
    values[key] = make('dd', {}, '–');
    list.append(make('div', {}, make('dt', {}, label), values[key]));
  }
  const note = make('p', {class: 'note'});
  const element = make('article', {class: 'strip', 'aria-label': node.name},
      make('div', {class: 'strip-head'}, title, link), state, list, note);
  fleet.append(element);
  return {element, state, values, note};
}

function stateOf(node) {
  if (node.isReachable === undefined) {
    return ['ask', 'asking…'];
  }
  if (!node.isReachable) {
    return ['bad', 'does not answer'];
  }
  if (node.redis === 'DOWN') {
    return ['bad', 'Redis does not answer: 503'];
  }
  return node.trouble && node.memory === 'WITHHELD' ? ['bad', 'may not judge now: 503'] : STATES[node.memory] || ['idle', node.memory];
}

function ownShare(all, own) {
  return own === 0 ? '' : own === all ? 'Requests: all by this page.' : `Requests: ${own} by this page.`;
}

export function showStrips(nodes, own) {
  const fleet = document.getElementById('fleet');
  document.getElementById('fleet-loading')?.remove();
  for (const node of nodes) {
    if (!strips.has(node.name)) {
      strips.set(node.name, create(node, own, fleet));
    }
    const strip = strips.get(node.name);
    const [mood, words] = stateOf(node);
    mark(strip.element, 'data-mood', mood);
    say(strip.state, words);
    const rate = node.requestsPerSecond;
    say(strip.values.rate, rate === undefined ? '–' : count(Math.round(rate)));
    say(strip.values.cost, nanos(node.verdictNanos));
    say(strip.values.refused, count(node.refused));
    say(strip.values.undecided, count(node.undecided));
    say(strip.values.lease, millis(node.leaseAgeMillis));
    say(strip.values.feed, !node.isReachable ? '–' : node.redis !== 'UP' ? 'cut off' : node.memory === 'DIRECT' ? 'none'
        : node.memory === 'WITHHELD' ? 'waiting' : 'arriving');
    say(strip.values.acknowledged, count(node.acknowledged));
    say(strip.values.waited, count(node.waited));
    say(strip.note, !node.isReachable && node.isReachable !== undefined ? 'No HTTP answer from this server.'
        : node.recoveredMillis !== null ? `Accepted again ${millis(node.recoveredMillis)} after Redis came back.`
        : ownShare(Math.round(rate ?? 0), Math.round(node.pagePerSecond ?? 0)));
  }
}
