import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Ground, must, type Outcome, type Part } from '../parts/part.ts';
import { Child } from '../support/child.ts';
import { call, inParallel } from '../support/http.ts';
import { number } from '../support/page.ts';
import { type Person, signUp } from '../support/people.ts';
import { latencyOf } from '../support/statistics.ts';
import { type Fleet, ISSUER, startFleet, stopFleet, urisOf } from './fleet.ts';
import type { Refused, ServiceOrder } from './logout.service.ts';

const SERVICE = fileURLToPath(new URL('logout.service.ts', import.meta.url));
const GOAL_MS = 2000;
const AT_ONCE = 8;
const OTHERS = 8;
const OTHERS_PAUSE_MS = 100;

/** People log out at one instance; a service that follows the feed of the other one refuses them, how much later? */
export const logout: Part = {
  name: 'logout',
  title: 'From a logout to the refusal elsewhere',
  longestMs: 10 * 60_000,
  run,
};

async function run(ground: Ground): Promise<Outcome> {
  const logouts = ground.quick ? 60 : 1000;
  const fleet = await startFleet(ground);
  const people = await signUp(fleet.a.origin, AT_ONCE + OTHERS);
  const child = new Child([process.execPath, SERVICE]);
  const { origin: service } = await child.ask<{ origin: string }>({
    issuer: ISSUER,
    ...urisOf(fleet.b),
  } satisfies ServiceOrder);

  const traffic = new Traffic(fleet, service);
  const stayed = people.slice(AT_ONCE).map((person) => traffic.of(person));
  const leavers = people.slice(0, AT_ONCE);
  const milliseconds: number[] = [];
  const reasons: string[] = [];
  const began = performance.now();
  await inParallel(Array.from({ length: logouts }), AT_ONCE, async () => {
    const person = leavers.pop()!;
    const { reason, ms } = await signInAndOut(fleet, service, person);
    leavers.push(person);
    milliseconds.push(ms);
    reasons.push(reason);
  });
  const seconds = (performance.now() - began) / 1000;
  traffic.over = true;
  await Promise.all(stayed);
  await child.stop();
  await stopFleet(fleet);

  const { p50, p99, max } = latencyOf(milliseconds);
  return {
    findings: [
      must('logouts that were learnt of', reasons.filter((reason) => reason === 'revoked').length, logouts),
      { what: 'from the answer to the logout to the refusal: p50, ms', found: number(p50) },
      { what: 'p99, ms', found: number(p99), goal: `< ${GOAL_MS}`, met: p99 < GOAL_MS },
      { what: 'the longest, ms', found: number(max) },
      { what: 'logouts/s, each after a sign-in of its own', found: number(logouts / seconds, 1) },
      must(`tokens of others that were refused meanwhile, of ${number(traffic.looks)} looks`, traffic.refused, 0),
    ],
    notes: [
      `Two instances on one PostgreSQL, and a service of its own process with \`@gatehouse/verifier\` that takes keys and feed from the second one, as it comes (long polling). ${AT_ONCE} people at a time sign in at the first instance, are served by the service, and log out there; the service looks at their token every 2 ms until it refuses it. ${OTHERS} others refresh at both instances all the time, ten times a second each at the most, and are served with each new token. Time is that of the clock that all processes of a machine share; where the refusal comes before the answer has arrived, it is 0.`,
    ],
  };
}

async function signInAndOut({ a }: Fleet, service: string, { username, password, deviceToken }: Person) {
  const credentials = { json: { username, password }, headers: { 'x-device-token': deviceToken } };
  let { status, body } = await call(`${a.origin}/api/v1/auth/login`, credentials);
  // Too many passwords on a machine that has others to serve.
  while (status === 503) {
    await sleep(1000);
    ({ status, body } = await call(`${a.origin}/api/v1/auth/login`, credentials));
  }
  if (status !== 200) throw new Error(`${username} did not get in: ${status}`);
  const headers = { authorization: `Bearer ${body.access_token}` };
  const served = JSON.parse((await call(service, { headers })).body) as { status: number };
  if (served.status !== 200) throw new Error(`${username} was not served: ${served.status}`);

  const waiting = call(`${service}/until-refused`, { headers });
  const out = await call(`${a.origin}/api/v1/auth/logout`, { json: {}, headers });
  const answered = Number(process.hrtime.bigint()) / 1e6;
  if (out.status !== 200) throw new Error(`${username} did not get out: ${out.status}`);
  const { reason, at } = JSON.parse((await waiting).body) as Refused;
  return { reason, ms: Math.max(0, at - answered) };
}

/** People who stay: they refresh at both instances, and are served with what they got. */
class Traffic {
  over = false;
  looks = 0;
  refused = 0;
  private readonly fleet: Fleet;
  private readonly service: string;

  constructor(fleet: Fleet, service: string) {
    this.fleet = fleet;
    this.service = service;
  }

  async of(person: Person): Promise<void> {
    while (!this.over) {
      const { origin } = this.looks % 2 === 0 ? this.fleet.a : this.fleet.b;
      const refresh = { json: { refresh_token: person.refreshToken } };
      const { status, body } = await call(`${origin}/api/v1/auth/refresh`, refresh);
      if (status !== 200) throw new Error(`${person.username} could not refresh: ${status}`);
      person.refreshToken = body.refresh_token;
      const headers = { authorization: `Bearer ${body.access_token}` };
      const served = JSON.parse((await call(this.service, { headers })).body) as { status: number };
      this.looks += 1;
      if (served.status !== 200) this.refused += 1;
      await sleep(OTHERS_PAUSE_MS);
    }
  }
}
