import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { SigningKeysService } from '#tokens/keys/signing-keys.service.js';
import type { TestApp } from '../support/app.js';

type Members = Record<string, unknown>;

export const b64 = (content: string | Buffer): string => Buffer.from(content).toString('base64url');
export const json = (members: unknown): string => b64(JSON.stringify(members));
export const epochSeconds = (): number => Math.floor(Date.now() / 1000);

export const partsOf = (token: string) => token.split('.') as [header: string, payload: string, signature: string];

export function decoded(part: string): Members {
  return JSON.parse(Buffer.from(part, 'base64url').toString()) as Members;
}

/** The service's own key, as only a test gets at it. */
export function realKey(app: TestApp) {
  return app.nest.get(SigningKeysService, { strict: false }).current();
}

export function signEs256(header: Members, payload: Members, key: KeyObject): string {
  const input = `${json(header)}.${json(payload)}`;
  return `${input}.${b64(sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }))}`;
}

export function signHs(hash: 'sha256' | 'sha384' | 'sha512', header: Members, payload: Members, key: string | Buffer) {
  const input = `${json(header)}.${json(payload)}`;
  return `${input}.${b64(createHmac(hash, key).update(input).digest())}`;
}

export function otherEcKey(): { privateKey: KeyObject; jwk: Members } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { privateKey, jwk: { ...publicKey.export({ format: 'jwk' }) } };
}

/** All the ways in which somebody may have copied our public key into an HMAC secret. */
export function spellingsOfPublicKey(publicKey: KeyObject, kid: string): [name: string, key: string | Buffer][] {
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const der = publicKey.export({ type: 'spki', format: 'der' });
  const jwk = publicKey.export({ format: 'jwk' }) as Members;
  const { x, y } = jwk as { x: string; y: string };
  const point = Buffer.concat([Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  return [
    ['PEM', pem],
    ['PEM without the last newline', pem.trimEnd()],
    ['PEM with CRLF', pem.replaceAll('\n', '\r\n')],
    ['PEM on one line', pem.replaceAll('\n', '')],
    ['PEM with escaped newlines', pem.replaceAll('\n', '\\n')],
    ['PEM after a blank', ` ${pem}`],
    ['PEM after a newline', `\n${pem}`],
    ['PEM with two newlines', `${pem}\n`],
    ['PEM body', pem.split('\n').slice(1, -2).join('')],
    ['DER', der],
    ['DER as base64', der.toString('base64')],
    ['DER as hex', der.toString('hex')],
    ['JWK', JSON.stringify(jwk)],
    ['JWK with its members sorted', JSON.stringify({ crv: jwk['crv'], kty: jwk['kty'], x, y })],
    ['JWK as it is published', JSON.stringify({ ...jwk, kid, use: 'sig', alg: 'ES256' })],
    ['JWK x', x],
    ['point', point],
    ['uncompressed point', Buffer.concat([Buffer.from([4]), point])],
    ['kid', kid],
    ['nothing', ''],
  ];
}
