import { createVerifier } from '@gatehouse/verifier';
import { TestIssuer, uuidv7 } from '@gatehouse/verifier/testing';
import { importJWK, jwtVerify, type CryptoKey, type JWK } from 'jose';

export interface Rate {
  /** Per second. */
  readonly rate: number;
  /** Processor time of one, in microseconds, all threads together. */
  readonly cpu: number;
}

export interface Plan {
  readonly rounds: number;
  readonly ms: number;
}

/** Round by round. */
export type Comparison = Readonly<Record<'bare' | 'fresh' | 'known', readonly Rate[]>>;

const ROLES = ['user', 'moderator'];
const SCOPES = ['users:read', 'roles:read', 'posts:read', 'posts:write'];
const REVOKED = 10_000;

/** The three in turn, round by round, so that what disturbs one disturbs the others as well. */
export async function compare(algorithm: 'ES256' | 'RS256' | 'EdDSA', { rounds, ms }: Plan): Promise<Comparison> {
  const issuer = new TestIssuer({ algorithm });
  // With so many ended sessions in the index, as after a busy quarter of an hour.
  await Promise.all(Array.from({ length: REVOKED }, () => issuer.endSession(uuidv7())));
  const { fetch } = issuer;
  const trust = { issuer: issuer.issuer, audience: issuer.audience };
  const [kit, cached] = [createVerifier({ ...trust, fetch, cacheSize: 0 }), createVerifier({ ...trust, fetch })];
  const token = issuer.token({ roles: ROLES, scopes: SCOPES });
  const key = await publicKey(issuer, algorithm);
  const demands = { ...trust, typ: 'at+jwt', algorithms: [algorithm], requiredClaims: ['exp'] };

  const sides = {
    bare: () => jwtVerify(token, key, demands),
    fresh: () => kit.verify(token),
    known: () => cached.verify(token),
  };
  for (const side of Object.values(sides)) await measure(side, ms);
  const results = { bare: [] as Rate[], fresh: [] as Rate[], known: [] as Rate[] };
  for (let round = 0; round < rounds; round++) {
    // There and back again, lest who comes first have an advantage.
    const order = round % 2 === 0 ? (['bare', 'fresh', 'known'] as const) : (['known', 'fresh', 'bare'] as const);
    for (const side of order) results[side].push(await measure(sides[side], ms));
  }
  kit.close();
  cached.close();
  return results;
}

async function measure(verify: () => Promise<unknown>, ms: number): Promise<Rate> {
  const BATCH = 50;
  const cpuBefore = process.cpuUsage();
  const began = performance.now();
  let count = 0;
  while (performance.now() - began < ms) {
    for (let i = 0; i < BATCH; i++) await verify();
    count += BATCH;
  }
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { rate: count / seconds, cpu: (user + system) / count };
}

async function publicKey(issuer: TestIssuer, algorithm: string): Promise<CryptoKey> {
  const response = await issuer.fetch(`${issuer.issuer}/.well-known/jwks.json`);
  const { keys } = (await response.json()) as { keys: JWK[] };
  return (await importJWK(keys[0]!, algorithm)) as CryptoKey;
}
