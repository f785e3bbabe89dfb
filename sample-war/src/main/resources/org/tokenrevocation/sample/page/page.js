import {act, mark, say, show} from './dom.js';
import {showCards} from './cards.js';
import {showEffects} from './histogram.js';
import {showStrips} from './strips.js';

const RETRY_MILLIS = 2000;
const MESSAGE_MILLIS = 8000;
const place = id => document.getElementById(id);
let hideMessage = 0;
let snapshot = null;

function tell(result) {
  clearTimeout(hideMessage);
  place('message').dataset.mood = result.isDone ? 'good' : 'bad';
  say(place('message'), result.message);
  hideMessage = setTimeout(() => say(place('message'), ''), MESSAGE_MILLIS);
}

function showOutage(now) {
  const troubled = now.nodes.filter(node => node.isReachable && node.redis === 'DOWN').length;
  show(place('outage'), now.isPulled || troubled > 0);
  if (now.isPulled) {
    say(place('outage'), `Redis is paused for ${now.secondsPulled} s. In doubt the fleet answers 503: never 401, and never lets a token through that may be revoked.`);
  } else if (troubled > 0) {
    say(place('outage'), `${troubled} of ${now.nodes.length} nodes cannot reach Redis and answer 503.`);
  }
}

function render(now) {
  snapshot = now;
  const mode = now.nodes.find(node => node.mode)?.mode;
  show(place('mode'), mode !== undefined);
  say(place('mode'), mode ? `mode ${mode.toLowerCase()}` : '');
  say(place('link'), `${now.nodes.filter(node => node.isReachable).length} of ${now.nodes.length} nodes up`);
  mark(place('link'), 'data-mood', now.nodes.every(node => node.isReachable) ? 'good' : 'bad');
  showOutage(now);
  showStrips(now.nodes, now.own);
  showCards(now.cards, now.nodes, tell);
  showEffects(now.effects);
  show(place('controls'), now.hasControls);
  say(place('plug'), now.isPulled ? 'Put the plug back' : 'Pull the plug of Redis');
  mark(place('plug'), 'aria-pressed', now.isPulled);
  say(place('load'), now.isLoaded ? 'Remove load' : 'Add load');
  mark(place('load'), 'aria-pressed', now.isLoaded);
}

function connect() {
  const events = new EventSource('page/events');
  events.onopen = () => show(place('lost'), false);
  events.onmessage = event => render(JSON.parse(event.data));
  events.onerror = () => {
    say(place('lost'), 'The connection to this page\'s node is lost: what you see is old. Trying again…');
    show(place('lost'), true);
    say(place('link'), 'not connected');
    mark(place('link'), 'data-mood', 'bad');
    if (events.readyState === EventSource.CLOSED) {
      setTimeout(connect, RETRY_MILLIS);
    }
  };
}

const form = place('login');
form.elements.user.addEventListener('change', () => {
  form.elements.password.value = form.elements.user.value;
});
form.addEventListener('submit', async event => {
  event.preventDefault();
  const {user, password, device} = form.elements;
  const result = await act('log-in', {user: user.value, password: password.value, device: device.value});
  tell(result);
  if (result.isDone) {
    const devices = [...place('devices').options].map(option => option.value);
    device.value = devices[(devices.indexOf(device.value) + 1) % devices.length];
  }
});
place('four').addEventListener('click', async () => {
  for (const [user, device] of [['alice', 'laptop'], ['alice', 'phone'], ['alice', 'tablet'], ['bob', 'laptop']]) {
    tell(await act('log-in', {user, password: user, device}));
  }
});
place('plug').addEventListener('click', async () => tell(await act(snapshot?.isPulled ? 'plug/put-back' : 'plug/pull')));
place('load').addEventListener('click', async () => tell(await act(snapshot?.isLoaded ? 'load/remove' : 'load/add')));
connect();
