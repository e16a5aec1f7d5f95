import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Finding, type Ground, must, type Outcome, type Part } from '../parts/part.ts';
import { Child } from '../support/child.ts';
import { runCommand } from '../support/command.ts';
import { number } from '../support/page.ts';
import { signUp } from '../support/people.ts';
import { type Fleet, ISSUER, startFleet, stopFleet } from './fleet.ts';
import type { CrowdOrder, CrowdResult } from './rotations.crowd.ts';

const CROWD = fileURLToPath(new URL('rotations.crowd.ts', import.meta.url));
const PEOPLE = 16;
const MAX_AGE_SECONDS = 10;
const EVERY_MS = 30_000;
/** Until the last key has signed for a while: twice the max-age, and some. */
const AFTER_MS = 2 * MAX_AGE_SECONDS * 1000 + 8_000;

/** Keys that change all the time, while people sign in and refresh and services verify: nobody may notice. */
export const rotations: Part = {
  name: 'rotations',
  title: 'Twenty rotations in ten minutes',
  longestMs: 14 * 60_000,
  run,
};

async function run(ground: Ground): Promise<Outcome> {
  const wanted = ground.quick ? 2 : 20;
  const fleet = await startFleet(ground, { JWKS_MAX_AGE_SECONDS: String(MAX_AGE_SECONDS) });
  const people = await signUp(fleet.a.origin, PEOPLE);
  const crowd = new Child([process.execPath, CROWD]);
  const origins = [fleet.a.origin, fleet.b.origin];
  await crowd.ask({ issuer: ISSUER, origins, maxAgeSeconds: MAX_AGE_SECONDS, people } satisfies CrowdOrder);

  const began = performance.now();
  for (let turn = 0; turn < wanted; turn += 1) {
    await sleep(Math.max(0, began + turn * EVERY_MS - performance.now()));
    await rotate(fleet);
  }
  await sleep(AFTER_MS);
  const seconds = (performance.now() - began) / 1000;
  const result = await crowd.ask<CrowdResult>({ end: true });
  await crowd.stop();
  await stopFleet(fleet);
  for (const each of result.firstFailures) console.error('Refused:', each);
  return { findings: findingsOf(result, wanted, seconds), notes: [NOTE] };
}

/** While a next key waits, the command does nothing and ends with 1. */
async function rotate({ folder, env }: Fleet): Promise<void> {
  for (;;) {
    const { said } = await runCommand(folder, env, ['keys', 'rotate']);
    if ('kid' in said) return;
    await sleep(1000);
  }
}

function findingsOf(result: CrowdResult, rotated: number, seconds: number): Finding[] {
  const by = Object.entries(result.verified).map(([name, { fresh, older }]) => ({
    what: `verifications by ${name}: fresh tokens and older ones`,
    found: `${number(fresh)} and ${number(older)}`,
  }));
  return [
    { what: 'rotations, in so many seconds', found: `${rotated} in ${number(seconds)}` },
    must('keys that tokens were signed with', result.keys, rotated + 1),
    must('verifications that failed', result.failures, 0),
    must('sign-ins and refreshes that failed', result.refused.length, 0),
    ...by,
    { what: 'the oldest token that was verified, s', found: number(result.oldestSeconds) },
    { what: 'sign-ins and refreshes', found: `${number(result.signIns)} and ${number(result.refreshes)}` },
  ];
}

const NOTE = `Two instances on one PostgreSQL, \`JWKS_MAX_AGE_SECONDS=${MAX_AGE_SECONDS}\`, so that a key is published for ${2 * MAX_AGE_SECONDS} s before it signs; \`gatehouse keys rotate\` every ${EVERY_MS / 1000} s. ${PEOPLE} people sign in and refresh at either instance. Each token is verified the moment that it is there by all of the services; one in eight is kept, and verified again and again until the end, when its key has long retired. One service takes keys and revocations from the one instance, the next from the other. All honour \`Cache-Control\`; the plain cache never asks before \`max-age\` is over.`;
