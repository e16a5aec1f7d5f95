import { createVerifier } from '@gatehouse/verifier';
import { createLocalJWKSet, createRemoteJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { urisOf } from './fleet.ts';

/** A service that verifies offline, in one of the ways in which services do. */
export interface Trusting {
  readonly name: string;
  readonly verify: (token: string) => Promise<unknown>;
  readonly close?: () => void;
}

const AUDIENCE = 'gatehouse';

/** `@gatehouse/verifier`, as it comes, and one that keeps no tokens and so computes each signature. */
export function kit(issuer: string, origin: string, cacheSize?: number): Trusting {
  const verifier = createVerifier({ issuer, audience: AUDIENCE, ...urisOf({ origin }), cacheSize });
  const name = cacheSize === 0 ? '@gatehouse/verifier without its cache of tokens' : '@gatehouse/verifier';
  return { name, verify: (token) => verifier.verify(token), close: () => verifier.close() };
}

/** jose, told how long the set may be kept, and that it may be asked for no more often. */
export function jose(issuer: string, origin: string, maxAgeSeconds: number): Trusting {
  const ms = maxAgeSeconds * 1000;
  const keys = createRemoteJWKSet(new URL(urisOf({ origin }).jwksUri), { cacheMaxAge: ms, cooldownDuration: ms });
  return { name: 'jose, createRemoteJWKSet', verify: (token) => jwtVerify(token, keys, demandsOf(issuer)) };
}

/** The simplest of all: keeps the set for as long as `max-age` says, and never looks earlier for an unknown key. */
export function plain(issuer: string, origin: string): Trusting {
  let kept: { keys: Promise<ReturnType<typeof createLocalJWKSet>>; until: number } | undefined;
  const fetchKeys = async () => {
    const asked = performance.now();
    const answer = await fetch(urisOf({ origin }).jwksUri);
    const [, maxAge] = /max-age=(\d+)/.exec(answer.headers.get('cache-control') ?? '') ?? [];
    if (answer.status !== 200 || maxAge === undefined) throw new Error(`No key set: ${answer.status}`);
    kept!.until = asked + Number(maxAge) * 1000;
    return createLocalJWKSet((await answer.json()) as JSONWebKeySet);
  };
  const keys = () => {
    if (kept === undefined || performance.now() > kept.until) {
      kept = { keys: Promise.resolve() as never, until: Infinity };
      kept.keys = fetchKeys();
      kept.keys.catch(() => (kept = undefined));
    }
    return kept.keys;
  };
  return {
    name: 'a plain cache by max-age',
    verify: async (token) => jwtVerify(token, await keys(), demandsOf(issuer)),
  };
}

const demandsOf = (issuer: string) => ({
  issuer,
  audience: AUDIENCE,
  typ: 'at+jwt',
  algorithms: ['ES256'],
  requiredClaims: ['exp'],
});
