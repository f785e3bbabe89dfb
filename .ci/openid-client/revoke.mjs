// Revokes A as a public client and R with HTTP Basic, through openid-client as npm delivers it.
import * as client from 'openid-client';

const [, , open, guarded, secret] = process.argv;

function configuration(endpoint, id, authentication) {
  const server = { issuer: new URL(endpoint).origin, revocation_endpoint: endpoint };
  const made = new client.Configuration(server, id, undefined, authentication);
  client.allowInsecureRequests(made);
  return made;
}

await client.tokenRevocation(configuration(open, 'app', client.None()), 'A', { token_type_hint: 'access_token' });
await client.tokenRevocation(configuration(guarded, 'web', client.ClientSecretBasic(secret)), 'R');
try {
  await client.tokenRevocation(configuration(guarded, 'web', client.ClientSecretBasic('wrong')), 'A');
  throw new Error('a wrong secret was accepted');
} catch (refused) {
  if (refused.error !== 'invalid_client' && refused.status !== 401 && refused.cause?.status !== 401) {
    throw refused;
  }
}
