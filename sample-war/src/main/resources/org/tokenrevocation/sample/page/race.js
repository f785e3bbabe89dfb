import {mark, millis, say} from './dom.js';

const REPLAY_MILLIS = 1400;
const place = id => document.getElementById(id);
let seen = null;
let replay = null;

/** Whether lights are still shown as they were before the click. */
export function isReplaying() {
  return replay !== null;
}

/** A light whose time in the replay has not come is still green. */
export function isYetToCome(raceId, effectMillis) {
  if (replay === null || raceId !== replay.id) {
    return false;
  }
  return replay.end === null || effectMillis > position();
}

function position() {
  return replay.end === null ? 0 : (performance.now() - replay.begun) / REPLAY_MILLIS * replay.end;
}

function lasts(race, cards) {
  const effects = cards.filter(card => card.raceId === race.id)
      .flatMap(card => card.rows.map(row => row.effectMillis ?? 0));
  return Math.max(race.millis, ...effects);
}

function wantsReplay() {
  return !window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}

/** Begins the replay of a race that is new; `again` is called whenever lights may change. */
export function showRace(race, cards, again) {
  if (race === null) {
    seen ??= 0;
    return showWatch(race);
  }
  if (seen === null && !race.isRunning) {
    seen = race.id;
  }
  if (race.id !== seen && race.isRunning) {
    replay = {id: race.id, end: null, begun: 0};
  } else if (race.id !== seen) {
    seen = race.id;
    replay = race.millis === null || !wantsReplay() ? null
        : {id: race.id, end: lasts(race, cards), begun: performance.now()};
    step(race, again);
  }
  showWatch(race);
}

function step(race, again) {
  if (replay === null || replay.id !== race.id) {
    return;
  }
  if (position() >= replay.end) {
    replay = null;
  } else {
    requestAnimationFrame(() => step(race, again));
  }
  showWatch(race);
  again();
}

function showWatch(race) {
  const [mood, figure, note] = watch(race);
  mark(place('watch-box'), 'data-mood', mood);
  say(place('watch'), figure);
  say(place('watch-note'), note);
}

function watch(race) {
  if (race === null) {
    return ['idle', '? ms', 'until every server refuses'];
  }
  if (replay !== null && replay.end === null) {
    return ['busy', '…', 'asking every server to confirm'];
  }
  if (race.millis === null) {
    return ['bad', 'not confirmed', 'so it counts as not done: try again'];
  }
  if (replay !== null && position() < race.millis) {
    return ['busy', millis(position()), `slow motion, ${Math.round(REPLAY_MILLIS / replay.end).toLocaleString('en')} times slower`];
  }
  const words = race.hasWaited ? 'not every server confirmed: waited until none may accept'
      : 'every server has confirmed';
  return [race.hasWaited ? 'slow' : 'good', `${race.answer} after ${millis(race.millis).replace(' ', '\u00a0')}`, words];
}

/** What a cache that asked just before the click would still do. */
export function showCache(cards) {
  const fooled = cards.filter(card => card.cacheSecondsLeft > 0 && !isYetToCome(card.raceId, Infinity));
  const most = Math.max(0, ...fooled.map(card => card.cacheSecondsLeft));
  const hasRevoked = !isReplaying() && cards.some(card => card.isAccessRevoked);
  mark(place('cache-box'), 'data-mood', most > 0 ? 'slow' : 'idle');
  say(place('cache'), most > 0 ? `${most} s to go` : hasRevoked ? 'after 60 s' : 'up to 60 s');
  say(place('cache-note'), most > 0 ? `${fooled.length} dead ${fooled.length === 1 ? 'token' : 'tokens'} may still be accepted`
      : hasRevoked ? 'refused at last' : 'until every server refuses');
}
