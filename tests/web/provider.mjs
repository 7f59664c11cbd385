// A real OpenID provider for the tests, which can be told to lie about the tokens that it signs.
//   node provider.mjs PORT LAJUR [KEY]      (KEY names the signing key; another name is another key)
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { SignJWT, decodeJwt, exportJWK, importJWK } from 'jose';
import Provider from 'oidc-provider';

const [port, lajur, key = 'satu'] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
const client = { client_id: 'lajur', client_secret: 'rahasia penyedia: %41/+&' };

const made = () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const signing = { ...(await exportJWK(made())), kid: key, use: 'sig', alg: 'RS256' };
const foreign = made();

const people = {
  ani: { email: 'Staf', email_verified: true, preferred_username: 'sekcam' },
  budi: { email: 'camat', email_verified: false, preferred_username: 'tidak-ada' },
};

const provider = new Provider(issuer, {
  clients: [{
    ...client,
    redirect_uris: [`${lajur}/masuk/penyedia/kembali`],
    post_logout_redirect_uris: [`${lajur}/masuk`],
  }],
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['preferred_username'] },
  cookies: { keys: [randomUUID()] },
  jwks: { keys: [signing] },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
});

// What a lying provider changes in the id_token before it signs it anew, or how it signs.
const now = () => Math.floor(Date.now() / 1000);
const lies = {
  nonce: (claims) => ({ ...claims, nonce: 'lain' }),
  'nonce in a list': (claims) => ({ ...claims, nonce: [claims.nonce, 'lain'] }),
  'no nonce': ({ nonce, ...claims }) => claims,
  audience: (claims) => ({ ...claims, aud: 'program-lain', azp: 'lajur' }),
  party: (claims) => ({ ...claims, aud: ['lajur', 'program-lain'], azp: 'program-lain' }),
  issuer: (claims) => ({ ...claims, iss: 'https://penyedia-lain.invalid' }),
  expired: (claims) => ({ ...claims, iat: now() - 7200, exp: now() - 3600 }),
  future: (claims) => ({ ...claims, iat: now() + 3600, exp: now() + 7200 }),
  'no expiry': ({ exp, ...claims }) => claims,
  subject: ({ sub, ...claims }) => claims,
  'a little late': (claims) => ({ ...claims, iat: now() - 3600, exp: now() - 30 }),
  'a little early': (claims) => ({ ...claims, iat: now() + 30 }),
};
const b64 = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const signed = (claims, secret, alg) => new SignJWT(claims).setProtectedHeader({ alg, kid: key }).sign(secret);
const forgeries = {
  none: (claims) => `${b64({ alg: 'none', kid: key })}.${b64(claims)}.`,
  hmac: (claims) => signed(claims, Buffer.from(client.client_secret.padEnd(32)), 'HS256'),
  'public key as hmac': async (claims) =>
    signed(claims, Buffer.from(JSON.stringify({ n: signing.n, e: signing.e })), 'HS256'),
  foreign: (claims) => signed(claims, foreign, 'RS256'),
  altered: (claims, token) => {
    const [head, , mark] = token.split('.');
    return `${head}.${b64({ ...claims, sub: 'budi' })}.${mark}`;
  },
  absent: () => undefined,
};

let lie = '';
provider.use(async (context, next) => {
  if (context.path === '/uji/bohong') {
    lie = context.query.cara ?? '';
    context.body = lie;
    return;
  }
  await next();
  const token = context.path === '/token' && context.body?.id_token;
  if (!token || !lie) return;
  const claims = decodeJwt(token);
  context.body.id_token = lies[lie]
    ? await signed(lies[lie](claims), await importJWK(signing, 'RS256'), 'RS256')
    : await forgeries[lie](claims, token);
});
provider.listen(Number(port), '127.0.0.1', () => console.log('siap'));
