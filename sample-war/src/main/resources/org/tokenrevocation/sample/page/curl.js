import {make} from './dom.js';

const base = new URL('.', document.baseURI).href;

/** One answer of the token endpoint in a variable, and a token taken out of it. */
const logIn = user => `ANSWER=$(curl -s ${base}oauth/token -d grant_type=password -d username=${user} -d password=${user})`;
const take = (name, member) => `${name}=$(echo "$ANSWER" | sed 's/.*"${member}":"\\([^"]*\\)".*/\\1/')`;
const ACCESS = take('ACCESS', 'access_token');
const REFRESH = take('REFRESH', 'refresh_token');
const revoke = (name, type) => `curl -iw '\\n' ${base}oauth/revoke-token -H 'Content-Type: application/json' -d "{\\"token\\":\\"$${name}\\",\\"token_type\\":\\"${type}\\"}"`;
const whoami = node => `curl -iw '\\n' ${node}api/whoami -H "Authorization: Bearer $ACCESS"`;
const refresh = `curl -iw '\\n' ${base}oauth/token -d grant_type=refresh_token -d "refresh_token=$REFRESH"`;

/** The commands that do what a button does, with a token of their own: the page has none. */
export const commands = {
  logIn: user => [`curl -iw '\\n' ${base}oauth/token -d grant_type=password -d username=${user} -d password=${user}`],
  revokeAccess: (user, node) => [logIn(user), ACCESS, revoke('ACCESS', 'access'), whoami(node)],
  revokeRefresh: user => [logIn(user), REFRESH, revoke('REFRESH', 'refresh'), refresh],
  refresh: user => [logIn(user), REFRESH, refresh],
  logOut: (user, node) => [logIn(user), ACCESS, REFRESH, revoke('REFRESH', 'refresh'), revoke('ACCESS', 'access'), whoami(node)],
  page: (action, body = {}) => [`curl -iw '\\n' ${base}page/actions/${action} -H 'Origin: ${location.origin}' -H 'X-Sample-Page: 1' -H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`],
};

/** A small button that copies commands; `tell` says so, or shows them where nothing can be copied. */
export function curlButton(whose, lines, tell) {
  const button = make('button', {type: 'button', class: 'curl', 'aria-label': `Copy as curl: ${whose}`, title: 'Copy as curl'}, 'curl');
  button.addEventListener('click', async () => {
    const text = lines().join('\n');
    try {
      await navigator.clipboard.writeText(text);
      tell({isDone: true, message: 'Copied: paste it into a shell.'});
    } catch (noClipboard) {
      tell({isDone: true, message: text});
    }
  });
  return button;
}
