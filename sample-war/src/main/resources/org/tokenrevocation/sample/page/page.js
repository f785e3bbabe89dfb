import {act, mark, say, show, whileBusy} from './dom.js';
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
    say(place('outage-words'), 'Redis is paused. In doubt the fleet answers 503: never 401, and never lets a token through that may be revoked.');
  } else if (troubled > 0) {
    say(place('outage-words'), `${troubled} of ${now.nodes.length} nodes cannot reach Redis and answer 503.`);
  } else {
    say(place('outage-words'), '');
  }
  say(place('outage-seconds'), now.isPulled ? `(for ${now.secondsPulled} s)` : '');
}

function render(now) {
  if (snapshot !== null && snapshot.run !== now.run) {
    // The node was started anew: its cards are others, and perhaps its page is.
    location.reload();
    return;
  }
  snapshot = now;
  const mode = now.nodes.find(node => node.mode)?.mode;
  show(place('mode'), mode !== undefined);
  say(place('mode'), mode ? `mode ${mode.toLowerCase()}` : '');
  const up = now.nodes.filter(node => node.isReachable).length;
  say(place('link'), now.nodes.length === 1 ? (up === 1 ? 'node up' : 'node down') : `${up} of ${now.nodes.length} nodes up`);
  mark(place('link'), 'data-mood', now.nodes.every(node => node.isReachable) ? 'good' : 'bad');
  showOutage(now);
  showStrips(now.nodes, now.own);
  showCards(now.cards, now.nodes, tell);
  showEffects(now.effects);
  show(place('controls'), now.hasControls);
  show(place('no-controls'), !now.hasControls);
  say(place('plug'), now.isPulled ? 'Put the plug back' : 'Pull the plug of Redis');
  mark(place('plug'), 'data-on', now.isPulled);
  say(place('load'), now.isLoaded ? 'Remove load' : 'Add load');
  mark(place('load'), 'data-on', now.isLoaded);
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
whileBusy(place('four'), async () => {
  for (const [user, device] of [['alice', 'laptop'], ['alice', 'phone'], ['alice', 'tablet'], ['bob', 'laptop']]) {
    tell(await act('log-in', {user, password: user, device}));
  }
});
whileBusy(place('plug'), async () => tell(await act(snapshot?.isPulled ? 'plug/put-back' : 'plug/pull')));
whileBusy(place('load'), async () => tell(await act(snapshot?.isLoaded ? 'load/remove' : 'load/add')));
connect();
