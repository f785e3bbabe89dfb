import {act, enable, make, mark, millis, say, show, whileBusy} from './dom.js';

const users = new Map();
const cards = new Map();

function words(row, card) {
  if (row.isAcceptedThoughRevoked) {
    return ['alarm', '!', 'accepts a revoked token'];
  }
  switch (row.standing) {
    case 'LIVE': return row.effectMillis === null ? ['live', '✓', 'accepts'] : ['alarm', '!', 'accepts again'];
    case 'REFUSED': return ['dead', '✕', row.effectMillis === null ? (card.secondsLeft === 0 ? 'refuses: expired' : 'refuses') : `refuses after ${millis(row.effectMillis)}`];
    case 'UNDECIDED': return ['doubt', '?', '503: in doubt'];
    case 'PASSED_GUARD': return card.secondsLeft === 0 ? ['dead', '✕', 'expired'] : ['doubt', '?', '401 from the host'];
    case 'DOWN': return ['doubt', '?', 'no answer'];
    case 'UNKNOWN': return ['ask', '…', 'asking'];
    default: return ['doubt', '?', 'odd answer'];
  }
}

function timeLeft(card) {
  if (card.isAccessRevoked) {
    return 'revoked';
  }
  const seconds = card.secondsLeft;
  return seconds === 0 ? 'expired' : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} left`;
}

function actionButton(text, whose, tell, action, body, className = '') {
  const button = make('button', {type: 'button', class: className, 'aria-label': `${text}: ${whose}`}, text);
  whileBusy(button, async () => tell(await act(action, body)));
  return button;
}

function createUser(name, tell) {
  const title = make('h3', {}, name);
  const everywhere = actionButton('Log out everywhere', name, tell, 'log-out-everywhere', {user: name}, 'danger');
  const note = make('span', {class: 'quiet'});
  const grid = make('div', {class: 'cards'});
  const element = make('section', {class: 'user', 'aria-label': `Sessions of ${name}`},
      make('div', {class: 'user-head'}, title, note, everywhere), grid);
  document.getElementById('users').append(element);
  return {element, grid, note, everywhere};
}

function createCard(card, nodes, tell, grid) {
  const body = {id: card.id};
  const whose = `${card.user} on ${card.device}`;
  const fingerprint = make('code', {title: 'Beginning of the access token\'s SHA-256'});
  const left = make('span', {class: 'left'});
  const rows = nodes.map(node => {
    const glyph = make('span', {class: 'glyph', 'aria-hidden': 'true'});
    const state = make('span', {class: 'row-state'});
    const item = make('li', {'data-node': node.name}, glyph, make('span', {class: 'row-name'}, node.name), state);
    return {item, glyph, state};
  });
  const outcome = make('p', {class: 'outcome'});
  const buttons = {
    access: actionButton('Revoke access', whose, tell, 'revoke-access', body),
    refreshToken: actionButton('Revoke refresh', whose, tell, 'revoke-refresh', body),
    refresh: actionButton('Refresh', whose, tell, 'refresh', body),
    logOut: actionButton('Log out', whose, tell, 'log-out', body, 'danger'),
    dismiss: actionButton('Remove card', whose, tell, 'dismiss', body, 'wide'),
  };
  const refreshState = make('span', {class: 'token-state'});
  const element = make('article', {class: 'card', 'aria-label': whose, tabindex: '-1', 'data-device': card.device},
      make('div', {class: 'card-head'}, make('h4', {}, card.device), fingerprint, left),
      make('ul', {class: 'rows'}, ...rows.map(row => row.item)),
      make('p', {class: 'refresh-line'}, 'refresh token ', refreshState), outcome,
      make('div', {class: 'buttons'}, ...Object.values(buttons)));
  grid.append(element);
  return {element, fingerprint, left, rows, outcome, buttons, refreshState};
}

function update(shown, card) {
  mark(shown.element, 'data-over', card.isOver);
  say(shown.fingerprint, card.fingerprint);
  say(shown.left, timeLeft(card));
  card.rows.forEach((row, i) => {
    const [mood, glyph, text] = words(row, card);
    mark(shown.rows[i].item, 'data-mood', mood);
    say(shown.rows[i].glyph, glyph);
    say(shown.rows[i].state, text);
  });
  say(shown.refreshState, card.isRefreshRevoked ? 'dead' : 'usable');
  mark(shown.refreshState, 'data-mood', card.isRefreshRevoked ? 'dead' : 'live');
  say(shown.outcome, card.outcome);
  const hadFocus = shown.element.contains(document.activeElement);
  show(shown.buttons.access, !card.isOver);
  show(shown.buttons.refreshToken, !card.isOver);
  show(shown.buttons.refresh, !card.isOver);
  show(shown.buttons.logOut, !card.isOver);
  show(shown.buttons.dismiss, card.isOver);
  enable(shown.buttons.access, !card.isAccessRevoked);
  enable(shown.buttons.refreshToken, !card.isRefreshRevoked);
  // Browsers differ in when a hidden button has lost the focus.
  if (hadFocus && (document.activeElement.hidden || !shown.element.contains(document.activeElement))) {
    shown.buttons.dismiss.focus();
  }
}

export function showCards(list, nodes, tell) {
  show(document.getElementById('empty'), list.length === 0);
  for (const card of list) {
    if (!users.has(card.user)) {
      users.set(card.user, createUser(card.user, tell));
    }
    if (!cards.has(card.id)) {
      cards.set(card.id, createCard(card, nodes, tell, users.get(card.user).grid));
    }
    update(cards.get(card.id), card);
  }
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
  for (const [name, user] of users) {
    const own = list.filter(card => card.user === name);
    const living = own.filter(card => !card.isOver).length;
    say(user.note, `${living} of ${own.length} alive`);
    enable(user.everywhere, living > 0);
    if (own.length === 0) {
      user.element.remove();
      users.delete(name);
    }
  }
}
