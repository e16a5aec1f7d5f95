import { setTimeout as sleep } from 'node:timers/promises';
import { decodeProtectedHeader } from 'jose';
import { answerParent } from '../support/child.ts';
import { call } from '../support/http.ts';
import type { Person } from '../support/people.ts';
import { jose, kit, plain, type Trusting } from './rotations.trust.ts';

// People who sign in and refresh at two instances, and services that verify what they get: a process of its own.

export interface CrowdOrder {
  readonly issuer: string;
  readonly origins: readonly string[];
  readonly maxAgeSeconds: number;
  readonly people: readonly Person[];
}

export interface Failure {
  readonly who: string;
  readonly why: string;
  readonly kid: string;
  /** Of the token when it was refused. */
  readonly ageSeconds: number;
}

export interface CrowdResult {
  readonly signIns: number;
  readonly refreshes: number;
  /** By whom, of tokens that are a moment old and of tokens from earlier. */
  readonly verified: Readonly<Record<string, { fresh: number; older: number }>>;
  /** Under how many keys tokens were seen, and how old the oldest one was that was still verified. */
  readonly keys: number;
  readonly oldestSeconds: number;
  readonly failures: number;
  readonly firstFailures: readonly Failure[];
  /** Requests of people that were not answered as they should have been. */
  readonly refused: readonly string[];
}

interface Issued {
  readonly token: string;
  readonly at: number;
}

const REFRESH_PAUSE_MS = 250;
const SIGN_IN_PAUSE_MS = 1500;
const OLDER_PAUSE_MS = 20;
/** Of the tokens that are out one in so many is kept, to be verified again and again. */
const KEPT = 8;
const MOST_TOLD = 10;

let end: (() => Promise<CrowdResult>) | undefined;
answerParent(async (order: CrowdOrder | { readonly end: true }): Promise<object> => {
  if ('end' in order) return end!();
  end = begin(order);
  return {};
});

function begin({ issuer, origins, maxAgeSeconds, people }: CrowdOrder): () => Promise<CrowdResult> {
  const [a, b] = origins as [string, string];
  const services = [kit(issuer, a), kit(issuer, b, 0), jose(issuer, b, maxAgeSeconds), plain(issuer, a)];
  const result = {
    signIns: 0,
    refreshes: 0,
    verified: Object.fromEntries(services.map(({ name }) => [name, { fresh: 0, older: 0 }])),
    oldestSeconds: 0,
    failures: 0,
    firstFailures: [] as Failure[],
    refused: [] as string[],
  };
  const kids = new Set<string>();
  const kept: Issued[] = [];
  let issued = 0;
  const stopping = new AbortController();
  const { signal } = stopping;

  const verify = async ({ name, verify: look }: Trusting, { token, at }: Issued, kind: 'fresh' | 'older') => {
    const ageSeconds = (performance.now() - at) / 1000;
    try {
      await look(token);
      result.verified[name]![kind] += 1;
      result.oldestSeconds = Math.max(result.oldestSeconds, ageSeconds);
    } catch (error) {
      result.failures += 1;
      const failure = { who: name, why: reasonOf(error), kid: decodeProtectedHeader(token).kid!, ageSeconds };
      if (result.firstFailures.length < MOST_TOLD) result.firstFailures.push(failure);
    }
  };
  const verifyByAll = (one: Issued, kind: 'fresh' | 'older') =>
    Promise.all(services.map((each) => verify(each, one, kind)));
  const take = async (token: string) => {
    kids.add(decodeProtectedHeader(token).kid!);
    const one = { token, at: performance.now() };
    issued += 1;
    if (issued % KEPT === 1) kept.push(one);
    await verifyByAll(one, 'fresh');
  };
  const ask = async (path: string, json: object, headers = {}) => {
    const origin = origins[Math.floor(Math.random() * origins.length)]!;
    const answer = await call(`${origin}/api/v1/auth/${path}`, { json, headers });
    if (answer.status === 200) return answer.body as { access_token: string; refresh_token: string };
    if (result.refused.length < MOST_TOLD)
      result.refused.push(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return undefined;
  };

  const refreshing = async (person: Person) => {
    while (!signal.aborted) {
      const tokens = await ask('refresh', { refresh_token: person.refreshToken });
      if (!tokens) return;
      person.refreshToken = tokens.refresh_token;
      result.refreshes += 1;
      await take(tokens.access_token);
      await sleep(Math.random() * 2 * REFRESH_PAUSE_MS);
    }
  };
  const signingIn = async ({ username, password, deviceToken }: Person) => {
    while (!signal.aborted) {
      const tokens = await ask('login', { username, password }, { 'x-device-token': deviceToken });
      if (!tokens) return;
      result.signIns += 1;
      await take(tokens.access_token);
      await sleep(Math.random() * 2 * SIGN_IN_PAUSE_MS);
    }
  };
  const lookingAgain = async () => {
    while (!signal.aborted) {
      const one = kept[Math.floor(Math.random() * kept.length)];
      if (one) await verifyByAll(one, 'older');
      await sleep(OLDER_PAUSE_MS);
    }
  };

  const half = Math.ceil(people.length / 2);
  const work = Promise.all([
    ...people.slice(0, half).map(refreshing),
    ...people.slice(half).map(signingIn),
    lookingAgain(),
    lookingAgain(),
  ]);
  return async () => {
    stopping.abort();
    await work;
    // At the end every token that was kept is still good, those of the first key as well.
    for (const one of kept) await verifyByAll(one, 'older');
    for (const service of services) service.close?.();
    return { ...result, keys: kids.size };
  };
}

/** What a refusal says to the log only. */
function reasonOf(error: unknown): string {
  return (error as { readonly reason?: string }).reason ?? String(error);
}
