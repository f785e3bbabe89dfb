import {act, enable, make, mark, millis, say, show, whileBusy} from './dom.js';
import {commands, curlButton} from './curl.js';
import {isYetToCome} from './race.js';

/** The user of the red button; others have a button of their own. */
export const HERO = 'alice';
const users = new Map();
const cards = new Map();

function words(row, card) {
  if (row.isAcceptedThoughRevoked) {
    return ['alarm', '!', 'accepts', 'a revoked token'];
  }
  switch (row.standing) {
    case 'LIVE': return row.effectMillis === null ? ['live', '✓', 'accepts', ''] : ['alarm', '!', 'accepts', 'again'];
    case 'REFUSED': return refused(row, card);
    case 'UNDECIDED': return ['doubt', '?', '503', 'in doubt'];
    case 'PASSED_GUARD': return card.secondsLeft === 0 ? ['dead', '✕', 'expired', ''] : ['doubt', '?', '401', 'from the host'];
    case 'DOWN': return ['gone', '–', 'no answer', ''];
    case 'UNKNOWN': return ['ask', '…', 'asking', ''];
    default: return ['doubt', '?', 'odd', 'answer'];
  }
}

function refused(row, card) {
  if (isYetToCome(card.raceId, row.effectMillis ?? 0)) {
    return ['live', '✓', 'accepts', ''];
  }
  return ['dead', '✕', 'refuses', row.effectMillis !== null ? `after ${millis(row.effectMillis)}` : card.secondsLeft === 0 ? 'expired' : ''];
}

function cacheWords(card) {
  if (card.cacheSecondsLeft > 0 && !isYetToCome(card.raceId, Infinity)) {
    return ['fooled', '✓', 'accepts', `up to ${card.cacheSecondsLeft}\u00a0s`];
  }
  return card.isAccessRevoked && card.cacheSecondsLeft === 0 ? ['past', '✕', 'refuses', 'after 60 s'] : ['idle', '✓', 'accepts', ''];
}

function timeLeft(card) {
  if (card.isAccessRevoked) {
    return card.isRefreshRevoked ? 'logged out' : 'access revoked';
  }
  const seconds = card.secondsLeft;
  return seconds === 0 ? 'expired' : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} left`;
}

function actionButton(label, whose, tell, action, body, lines, {text = label, className = ''} = {}) {
  const button = make('button', {type: 'button', class: className, 'aria-label': `${label}: ${whose}`}, text);
  whileBusy(button, async () => tell(await act(action, body)));
  const curl = lines ? [curlButton(`${label.toLowerCase()}, ${whose}`, lines, tell)] : [];
  return {button, group: make('div', {class: 'with-curl'}, button, ...curl)};
}

function createUser(name, tell) {
  const note = make('span', {class: 'quiet'});
  const everywhere = name === HERO ? null : actionButton('Log out everywhere', name, tell, 'log-out-everywhere', {user: name},
      () => commands.page('log-out-everywhere', {user: name}), {className: 'danger'});
  const grid = make('div', {class: 'cards'});
  const element = make('section', {class: 'user', 'aria-label': `Devices of ${name}`},
      make('div', {class: 'user-head'}, make('h2', {}, name), note, ...(everywhere ? [everywhere.group] : [])), grid);
  document.getElementById('users').append(element);
  return {element, grid, note, everywhere: everywhere?.button};
}

function createLight(name, attributes) {
  const glyph = make('span', {class: 'glyph', 'aria-hidden': 'true'});
  const state = make('span', {class: 'light-state'});
  const more = make('span', {class: 'light-more'});
  const item = make('li', attributes, make('span', {class: 'light-name'}, name), ' ',
      make('span', {class: 'light-words'}, glyph, state, ' ', more));
  return {item, glyph, state, more};
}

function light(shown, [mood, glyph, state, more]) {
  mark(shown.item, 'data-mood', mood);
  say(shown.glyph, glyph);
  say(shown.state, state);
  say(shown.more, more);
}

function createButtons(card, nodes, tell) {
  const body = {id: card.id};
  const whose = `${card.user} on ${card.device}`;
  const last = nodes[nodes.length - 1].address;
  return {
    logOut: actionButton('Log out', whose, tell, 'log-out', body, () => commands.logOut(card.user, last)),
    dismiss: actionButton('Remove card', whose, tell, 'dismiss', body, null, {text: 'Remove'}),
    access: actionButton('Revoke access', whose, tell, 'revoke-access', body, () => commands.revokeAccess(card.user, last)),
    refreshToken: actionButton('Revoke refresh', whose, tell, 'revoke-refresh', body, () => commands.revokeRefresh(card.user)),
    refresh: actionButton('Refresh', whose, tell, 'refresh', body, () => commands.refresh(card.user)),
  };
}

function createCard(card, nodes, tell, grid) {
  const whose = `${card.user} on ${card.device}`;
  const fingerprint = make('code', {title: 'Beginning of the access token\'s SHA-256'});
  const left = make('span', {class: 'left'});
  const rows = nodes.map(node => createLight(node.name, {'data-node': node.name}));
  const cache = createLight('60 s cache', {class: 'cache'});
  const outcome = make('p', {class: 'outcome'});
  const buttons = createButtons(card, nodes, tell);
  const refreshState = make('span', {class: 'token-state'});
  const more = make('div', {class: 'more', hidden: ''}, buttons.access.group, buttons.refreshToken.group, buttons.refresh.group,
      make('p', {class: 'refresh-line'}, 'access token ', fingerprint, ' · refresh token ', refreshState));
  const toggle = make('button', {type: 'button', class: 'toggle', 'aria-expanded': 'false', 'aria-label': `More: ${whose}`}, 'More');
  toggle.addEventListener('click', () => {
    show(more, more.hidden);
    mark(toggle, 'aria-expanded', !more.hidden);
  });
  const element = make('article', {class: 'card', 'aria-label': whose, tabindex: '-1', 'data-device': card.device},
      make('div', {class: 'card-head'}, make('h3', {}, card.device), left),
      make('ul', {class: 'lights'}, ...rows.map(row => row.item), cache.item),
      make('div', {class: 'acts'}, buttons.logOut.group, buttons.dismiss.group, toggle), more, outcome);
  grid.append(element);
  return {element, fingerprint, left, rows, cache, outcome, buttons, refreshState, toggle, more};
}

function update(shown, card) {
  mark(shown.element, 'data-over', card.isOver);
  mark(shown.element, 'data-small', card.isOver && card.cacheSecondsLeft === 0);
  say(shown.fingerprint, card.fingerprint);
  say(shown.left, timeLeft(card));
  card.rows.forEach((row, i) => light(shown.rows[i], words(row, card)));
  light(shown.cache, cacheWords(card));
  say(shown.refreshState, card.isRefreshRevoked ? 'dead' : 'usable');
  mark(shown.refreshState, 'data-mood', card.isRefreshRevoked ? 'dead' : 'live');
  say(shown.outcome, card.outcome);
  const {logOut, dismiss, access, refreshToken} = shown.buttons;
  const hadFocus = shown.element.contains(document.activeElement);
  show(logOut.group, !card.isOver);
  show(shown.toggle, !card.isOver);
  show(dismiss.group, card.isOver);
  if (card.isOver) {
    show(shown.more, false);
    mark(shown.toggle, 'aria-expanded', false);
  }
  enable(access.button, !card.isAccessRevoked);
  enable(refreshToken.button, !card.isRefreshRevoked);
  // Browsers differ in when a hidden button has lost the focus.
  if (hadFocus && (document.activeElement.closest('[hidden]') || !shown.element.contains(document.activeElement))) {
    dismiss.button.focus();
  }
}

function removeGone(list) {
  const ids = new Set(list.map(card => card.id));
  for (const [id, shown] of cards) {
    if (!ids.has(id)) {
      // Who works by keyboard goes on where the card was.
      if (shown.element.contains(document.activeElement)) {
        (shown.element.nextElementSibling || shown.element.previousElementSibling
            || document.getElementById('sessions')).focus();
      }
      shown.element.remove();
      cards.delete(id);
    }
  }
}

export function showCards(list, nodes, hasBegun, tell) {
  if (hasBegun) {
    document.getElementById('loading')?.remove();
  }
  show(document.getElementById('empty'), list.length === 0 && !document.getElementById('loading'));
  for (const card of list) {
    if (!users.has(card.user)) {
      users.set(card.user, createUser(card.user, tell));
    }
    if (!cards.has(card.id)) {
      cards.set(card.id, createCard(card, nodes, tell, users.get(card.user).grid));
    }
    update(cards.get(card.id), card);
  }
  removeGone(list);
  for (const [name, user] of users) {
    const own = list.filter(card => card.user === name);
    const living = own.filter(card => !card.isOver).length;
    say(user.note, `logged in on ${living} of ${own.length} ${own.length === 1 ? 'device' : 'devices'}`);
    if (user.everywhere) {
      enable(user.everywhere, living > 0);
    }
    if (own.length === 0) {
      user.element.remove();
      users.delete(name);
    }
  }
}
