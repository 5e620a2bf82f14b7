/** The app opened in an agent's browser as Zendesk opens it: by a URL that Zendesk has signed. */
import { generateKeyPairSync } from 'node:crypto';
import { importPKCS8, SignJWT } from 'jose';
import type { Drill } from './drill.ts';

const INSTALLATION = '902';
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** Settings of a replica that takes these URLs. */
export const APP_SETTINGS: Readonly<Record<string, string>> = {
  ZENDESK_APP_PUBLIC_KEY: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  ZENDESK_APP_INSTALLATION_ID: INSTALLATION,
};

/** The token of one opening; `opening` names it: used twice, it is a replay. */
export async function signedUrl({ sandbox }: Drill, userId: string, opening: string): Promise<string> {
  const seconds = Math.floor(sandbox.clock.now() / 1_000);
  const { url } = sandbox;
  return new SignJWT({
    iss: `${sandbox.state.account.subdomain}.zendesk.com`,
    aud: `${url}/api/v2/apps/installations/${INSTALLATION}.json`,
    sub: `${url}/api/v2/users/${userId}.json`,
    iat: seconds,
    nbf: seconds,
    exp: seconds + 120,
    jti: opening,
    context: { product: 'support', location: 'ticket_sidebar' },
  })
    .setProtectedHeader({ alg: 'RS256' })
    .sign(await importPKCS8(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 'RS256'));
}
