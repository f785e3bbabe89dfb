import {act, enable, mark, say, show, whileBusy} from './dom.js';
import {HERO, showCards} from './cards.js';
import {commands, curlButton} from './curl.js';
import {showEffects} from './histogram.js';
import {isReplaying, showCache, showRace} from './race.js';
import {showStrips} from './strips.js';

const RETRY_MILLIS = 2000;
const MESSAGE_MILLIS = 8000;
const DEVICES = ['laptop', 'phone', 'tablet'];
const place = id => document.getElementById(id);
let snapshot = null;

/** Says what became of a click beside what was clicked, where it covers nothing. */
function teller(id) {
  let hide = 0;
  return result => {
    clearTimeout(hide);
    mark(place(id), 'data-mood', result.isDone ? 'good' : 'bad');
    say(place(id), result.message);
    hide = setTimeout(() => say(place(id), ''), MESSAGE_MILLIS);
  };
}

const tell = teller('message');
const tellControl = teller('control-message');
const tellLogin = teller('login-message');

function isAway(node) {
  return node.isReachable && (node.redis === 'DOWN' || node.memory === 'WITHHELD' && node.trouble);
}

function showOutage(now) {
  const troubled = now.nodes.filter(node => node.isReachable && node.redis === 'DOWN').length;
  show(place('outage'), now.isPulled || troubled > 0);
  if (now.isPulled) {
    say(place('outage-words'), 'Redis is paused. In doubt every server answers 503: never a wrong yes, never a wrong no.');
  } else if (troubled > 0) {
    say(place('outage-words'), `${troubled} of ${now.nodes.length} servers cannot reach Redis and answer 503.`);
  } else {
    say(place('outage-words'), '');
  }
  say(place('outage-seconds'), now.isPulled ? `(for ${now.secondsPulled} s)` : '');
}

/** Green only if every server answers and may judge. */
function showLink(now) {
  const all = now.nodes.length;
  const up = now.nodes.filter(node => node.isReachable).length;
  const away = now.isPulled ? up : now.nodes.filter(isAway).length;
  const servers = all === 1 ? 'server' : 'servers';
  say(place('link'), up > 0 && away > 0 ? `${away} of ${all} ${servers} in doubt` : `${up} of ${all} ${servers} up`);
  mark(place('link'), 'data-mood', up === all && away === 0 ? 'good' : 'bad');
}

function showRed(now) {
  if (isReplaying()) {
    return;
  }
  const own = now.cards.filter(card => card.user === HERO);
  const isAlive = own.some(card => !card.isOver);
  const text = isAlive ? 'Log out everywhere' : 'Log in again';
  say(place('red'), text);
  mark(place('red'), 'aria-label', `${text}: ${HERO}`);
  mark(place('red'), 'data-kind', isAlive ? 'out' : 'in');
  say(document.querySelector('#hero-act .box-title'), isAlive ? `${HERO} has lost her phone` : `${HERO} is logged out`);
}

function showControls(now) {
  show(place('controls'), now.hasControls);
  show(place('no-controls'), !now.hasControls);
  say(place('plug'), now.isPulled ? 'Let Redis run again' : 'Pause Redis');
  mark(place('plug'), 'data-on', now.isPulled);
  show(place('node').closest('.control'), now.stoppable !== null);
  say(place('node'), now.isStopped ? `Start ${now.stoppable} again` : `Stop ${now.stoppable}`);
  mark(place('node'), 'data-on', now.isStopped);
  enable(place('node'), !now.isPulled);
  say(place('load'), now.isLoaded ? 'Remove load' : 'Add load');
  mark(place('load'), 'data-on', now.isLoaded);
  say(place('bound'), now.nodes.find(node => node.effectBound)?.effectBound ?? '250ms');
}

function showLights() {
  showCards(snapshot.cards, snapshot.nodes, snapshot.hasBegun, tell);
  showCache(snapshot.cards);
  showRed(snapshot);
}

function render(now) {
  if (snapshot !== null && snapshot.run !== now.run) {
    // The server was started anew: its cards are others, and perhaps its page is.
    location.reload();
    return;
  }
  snapshot = now;
  const mode = now.nodes.find(node => node.mode)?.mode;
  show(place('mode'), mode !== undefined);
  say(place('mode'), mode ? `mode ${mode.toLowerCase()}` : '');
  showLink(now);
  showOutage(now);
  showRace(now.race, now.cards, showLights);
  showLights();
  showControls(now);
  showStrips(now.nodes, now.own);
  showEffects(now.effects);
}

function connect() {
  const events = new EventSource('page/events');
  events.onopen = () => show(place('lost'), false);
  events.onmessage = event => render(JSON.parse(event.data));
  events.onerror = () => {
    say(place('lost'), 'The connection to this page\'s server is lost: what you see is old. Trying again…');
    show(place('lost'), true);
    say(place('link'), 'not connected');
    mark(place('link'), 'data-mood', 'bad');
    if (events.readyState === EventSource.CLOSED) {
      setTimeout(connect, RETRY_MILLIS);
    }
  };
}

async function logInAgain() {
  for (const device of DEVICES) {
    const result = await act('log-in', {user: HERO, password: HERO, device});
    tell(result.isDone && device === DEVICES.at(-1) ? {isDone: true, message: `${HERO} is logged in on three devices.`} : result);
    if (!result.isDone) {
      return;
    }
  }
}

function control(id, whose, action, say) {
  whileBusy(place(id), async () => say(await act(action())));
  place(id).after(curlButton(whose, () => commands.page(action()), say));
}

const form = place('login');
form.elements.user.addEventListener('change', () => {
  form.elements.password.value = form.elements.user.value;
});
form.addEventListener('submit', async event => {
  event.preventDefault();
  const {user, password, device} = form.elements;
  const result = await act('log-in', {user: user.value, password: password.value, device: device.value});
  tellLogin(result);
  if (result.isDone) {
    const devices = [...place('devices').options].map(option => option.value);
    device.value = devices[(devices.indexOf(device.value) + 1) % devices.length];
  }
});
form.querySelector('.primary').after(curlButton('log in', () => commands.logIn(form.elements.user.value), tellLogin));
whileBusy(place('red'), async () => {
  if (place('red').dataset.kind === 'in') {
    await logInAgain();
  } else {
    tell(await act('log-out-everywhere', {user: HERO}));
  }
});
place('red').after(curlButton(`log out everywhere, ${HERO}`, () => commands.page('log-out-everywhere', {user: HERO}), tell));
control('plug', 'pause Redis or let it run', () => snapshot?.isPulled ? 'plug/put-back' : 'plug/pull', tellControl);
control('node', 'stop or start a server', () => snapshot?.isStopped ? 'node/start' : 'node/stop', tellControl);
control('load', 'add or remove load', () => snapshot?.isLoaded ? 'load/remove' : 'load/add', tellControl);
connect();
