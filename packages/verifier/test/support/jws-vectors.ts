import { createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { byEd25519, byP256, byRsa } from './signature-vectors.js';

type Members = Record<string, unknown>;

/** A name, and a token that must not be taken. */
export type Vector = readonly [name: string, token: string];

export interface Genuine {
  readonly algorithm: 'ES256' | 'RS256' | 'EdDSA';
  readonly token: string;
  readonly privateKey: KeyObject;
}

export const encode = (content: string | Buffer) => Buffer.from(content).toString('base64url');

const KINDS = {
  ES256: { pair: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }), forged: byP256 },
  RS256: { pair: () => generateKeyPairSync('rsa', { modulusLength: 2048 }), forged: byRsa },
  EdDSA: { pair: () => generateKeyPairSync('ed25519'), forged: byEd25519 },
};

/** What Project Wycheproof and the advisories of JOSE libraries have found to be taken, made from one good token. */
export function vectorsFrom({ algorithm, token, privateKey }: Genuine): Vector[] {
  const [head, payload, signature] = token.split('.') as [string, string, string];
  const header = JSON.parse(Buffer.from(head, 'base64url').toString()) as Members;
  const bytes = Buffer.from(signature, 'base64url');
  const stranger = KINDS[algorithm].pair();
  const digest = algorithm === 'EdDSA' ? null : 'sha256';
  const signedBy = (key: KeyObject, first: string, second = payload) => {
    const content = `${first}.${second}`;
    return `${content}.${encode(sign(digest, Buffer.from(content), { key, dsaEncoding: 'ieee-p1363' }))}`;
  };
  const withHeader = (changes: Members, key = privateKey) =>
    signedBy(key, encode(JSON.stringify({ ...header, ...changes })));
  const under = (text: string) => `${head}.${payload}.${text}`;
  const jwk = stranger.publicKey.export({ format: 'jwk' });
  const members = JSON.stringify(header).slice(1, -1);

  return [
    ...KINDS[algorithm]
      .forged(Buffer.from(`${head}.${payload}`), bytes, privateKey)
      .map(([name, forged]): Vector => [`signature: ${name}`, under(encode(forged))]),
    ...spellings(head, payload, signature),
    ...['none', 'None', 'NONE', 'nOnE', 'none ', 'null', ''].flatMap((alg): Vector[] => {
      const unsigned = encode(JSON.stringify({ ...header, alg }));
      return [
        [`alg ${JSON.stringify(alg)}, no signature`, `${unsigned}.${payload}.`],
        [`alg ${JSON.stringify(alg)}, the old signature`, `${unsigned}.${payload}.${signature}`],
      ];
    }),
    ...['ES256', 'ES384', 'ES512', 'ES256K', 'RS256', 'RS512', 'PS256', 'EdDSA', 'Ed448', 'HS256', 'RS1']
      .filter((alg) => alg !== algorithm)
      .map((alg): Vector => [`alg ${alg} over a good signature`, withHeader({ alg })]),
    ...keyedWith(createPublicKey(privateKey), { ...header }, payload),
    ['a stranger', withHeader({}, stranger.privateKey)],
    ['jwk', withHeader({ jwk }, stranger.privateKey)],
    ['jwk and its own kid', withHeader({ jwk: { ...jwk, kid: 'own' }, kid: 'own' }, stranger.privateKey)],
    ['jku', withHeader({ jku: 'http://127.0.0.1:1/jwks.json' }, stranger.privateKey)],
    ['x5u', withHeader({ x5u: 'http://127.0.0.1:1/' }, stranger.privateKey)],
    ['x5c', withHeader({ x5c: [encode('certificate')] }, stranger.privateKey)],
    ...['../../dev/null', 'x/../' + String(header['kid']), '__proto__', '', null, 0, [header['kid']], { kid: 1 }].map(
      (kid): Vector => [`kid ${JSON.stringify(kid)}`, withHeader({ kid })],
    ),
    ['no kid', withHeader({ kid: undefined })],
    ['crit of something unknown', withHeader({ crit: ['http://example.org/x'], 'http://example.org/x': true })],
    ['crit of nothing', withHeader({ crit: [] })],
    ['crit that is text', withHeader({ crit: 'exp' })],
    ['b64 false (RFC 7797)', signedBy(privateKey, encode(`{${members},"b64":false,"crit":["b64"]}`), 'payload')],
    ['alg twice, none last', `${encode(`{${members},"alg":"none"}`)}.${payload}.`],
    ['alg twice, none first', `${encode(`{"alg":"none",${members}}`)}.${payload}.`],
    ['kid twice, by a stranger', signedBy(stranger.privateKey, encode(`{"kid":"own",${members}}`))],
    ['a JWS in a JWS', signedBy(privateKey, encode(JSON.stringify({ ...header, cty: 'JWT' })), encode(token))],
    ...['null', '[]', '"text"', '{', `${JSON.stringify(header)}x`].flatMap((text): Vector[] => [
      [`header ${text.slice(0, 6)}`, signedBy(privateKey, encode(text))],
      [`payload ${text.slice(0, 6)}`, signedBy(privateKey, head, encode(text))],
    ]),
    ['header of bytes', signedBy(privateKey, encode(Buffer.from('{"alg":"\xff"}', 'latin1')))],
  ];
}

/** The same bytes in other letters, more and fewer parts than three, and the forms of RFC 7515 that are not compact. */
function spellings(head: string, payload: string, signature: string): Vector[] {
  const next = String.fromCharCode(signature.charCodeAt(signature.length - 1) + 1);
  return [
    ['signature padded', `${head}.${payload}.${signature}==`],
    ['signature with spare bits', `${head}.${payload}.${signature.slice(0, -1)}${next}`],
    ['signature with a letter of base64', `${head}.${payload}.+${signature.slice(1)}`],
    ['signature with a blank', `${head}.${payload}.${signature.slice(0, 9)} ${signature.slice(9)}`],
    ['signature with a line end', `${head}.${payload}.${signature}\n`],
    ['header padded', `${head}=.${payload}.${signature}`],
    ['payload padded', `${head}.${payload}=.${signature}`],
    ['payload and header exchanged', `${payload}.${head}.${signature}`],
    ['payload detached', `${head}..${signature}`],
    ['one part', head],
    ['two parts', `${head}.${payload}`],
    ['four parts', `${head}.${payload}.${signature}.${signature}`],
    ['four parts, the first empty', `.${head}.${payload}.${signature}`],
    ['four parts, the last empty', `${head}.${payload}.${signature}.`],
    ['five parts, as JWE has', `${head}.${payload}.${signature}.${payload}.${signature}`],
    ['JSON, flattened', JSON.stringify({ protected: head, payload, signature })],
    ['JSON, general', JSON.stringify({ payload, signatures: [{ protected: head, signature }] })],
  ];
}

/** RFC 8725 §2.1: what is public, taken for a shared secret. */
function keyedWith(publicKey: KeyObject, header: Members, payload: string): Vector[] {
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const keys: [string, string | Buffer][] = [
    ['PEM', pem],
    ['PEM without its end', pem.trimEnd()],
    ['DER', publicKey.export({ type: 'spki', format: 'der' })],
    ['JWK', JSON.stringify(publicKey.export({ format: 'jwk' }))],
    ['nothing', ''],
  ];
  return keys.flatMap(([name, key]) =>
    (['256', '384', '512'] as const).map((bits): Vector => {
      const content = `${encode(JSON.stringify({ ...header, alg: `HS${bits}` }))}.${payload}`;
      return [
        `HS${bits} keyed with ${name}`,
        `${content}.${encode(createHmac(`sha${bits}`, key).update(content).digest())}`,
      ];
    }),
  );
}
