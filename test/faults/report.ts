import { availableParallelism } from 'node:os';
import * as machine from '../../bench/support/machine.ts';
import { number, percent, table, writePage } from '../../bench/support/page.ts';
import { keepingBlocks } from '../../bench/support/sections.ts';
import { PLAN } from './support/plan.js';
import type { Result, Skipped } from './support/results.js';

/** A machine that others use more than this is not quiet. */
const QUIET = 0.05;

export interface Run {
  readonly date: string;
  readonly command: string;
  readonly seed: string;
  /** Share of the processors that others used before and after. */
  readonly foreign: number;
  readonly results: readonly Result[];
  readonly skipped: readonly Skipped[];
}

/** Share of all processors that somebody uses while we only wait. */
export function foreignShare(): Promise<number> {
  const others = Array.from({ length: availableParallelism() - 1 }, (_, index) => index + 1);
  // Counted in steps of 10 ms: a little more than all there is can come out.
  return machine.foreignShare({ pinned: false, service: 0, others }).then((share) => Math.min(share, 1));
}

export async function writeReport(path: string, run: Run): Promise<void> {
  await writePage(await keepingBlocks(report(run), path), path);
}

/** docs/reliability.md, but for what `npm run bench:soak` writes at its end. Nothing in it is typed by hand. */
function report(run: Run): string {
  return [
    '# What breaks, and what then',
    '<!-- Written by the command below. Changes by hand are lost with the next run. -->',
    `The built service under load, and one fault after another. Each falls ${PLAN.rounds === 1 ? 'once' : `${PLAN.rounds} times`} at moments that the seed decides, while ${PLAN.workers} clients register, sign in, refresh, sign out, change passwords, replay copied refresh tokens, ask for letters and show dead tokens, and one more guesses at an account. They write down what they were told. Afterwards every promise is looked at: [CONTRIBUTING.md](../CONTRIBUTING.md#faults) says how to run it, [operations.md](operations.md#when-something-breaks) what an operator can rely on.`,
    facts(run),
    ...doubts(run),
    '## Requests',
    requests(run.results),
    `_Refused_: 503, as a problem document with \`Retry-After\`. _Without an answer_ is excused only while the service itself was killed. Any other answer than the right one would be a broken promise, and so would be a 500. _Longest outage_: from the first refusal to the next request that needed the database and was served, the fault itself included. _Recovered after_: the last refusal after the fault had ended, at most ten seconds, without a restart (where it was the service that was killed: with the start of it).`,
    '## Promises',
    promises(run.results),
    'Checked for each person afterwards: the account is there and its password signs in, the former one does not; each session that nobody ended is alive and can be refreshed; the tokens of each that was ended, by signing out, by a new password or by a replayed token, are dead; a copied refresh token still ends its session; an account that was under attack is still shut to strangers, and no more guesses were answered than its budget has; every letter that was promised is there once and has arrived. _Second copies_ of letters: what [mail.md](mail.md#what-is-promised-at-least-once) states, no more. _Taken at another instance_: for how long after its acknowledged end an access token was still good there.',
    ...skippedPart(run.skipped),
  ].join('\n\n');
}

function facts({ date, command, seed, foreign, results }: Run): string {
  const { processor, memoryGiB, system, node } = machine.describeMachine();
  const databases = [...new Set(results.map(({ database }) => database))].join(', ');
  return [
    `- ${date}, \`${command}\``,
    `- Seed ${seed}: with \`FAULTS_SEED=${seed}\` it makes the same choices again`,
    `- ${processor}, ${memoryGiB} GiB, ${system}, Node ${node}, ${databases}, durable (fsync on)`,
    `- Others used ${percent(foreign)} of the processors`,
  ].join('\n');
}

function doubts({ foreign }: Run): string[] {
  if (!(foreign > QUIET)) return [];
  return [
    `**The machine was not quiet**: others used ${percent(foreign)} of its processors, and clients, service and database share the rest. Times are longer than on a machine of one’s own, a start of the service or of PostgreSQL above all. What was promised does not depend on it.`,
  ];
}

function requests(results: readonly Result[]): string {
  const head = ['fault', 'requests', 'refused', 'without an answer', 'longest outage', 'recovered after'];
  const rows = results.map((result) => [
    result.fault,
    number(result.requests),
    number(result.refused),
    number(result.unanswered),
    seconds(result.longestOutageMs),
    seconds(result.recoveredAfterMs),
  ]);
  return table(head, rows);
}

function promises(results: readonly Result[]): string {
  const head = [
    'fault',
    'people',
    'promises checked',
    'broken',
    'letters',
    'second copies',
    'taken at another instance',
  ];
  const rows = results.map(({ fault, people, checked, broken, letters, copies, longestLagMs }) => [
    fault,
    number(people),
    number(checked),
    number(broken),
    letters === undefined ? '–' : number(letters),
    copies === undefined ? '–' : number(copies),
    longestLagMs > 0 ? seconds(longestLagMs) : '–',
  ]);
  return table(head, rows);
}

function skippedPart(skipped: readonly Skipped[]): string[] {
  if (skipped.length === 0) return [];
  return ['## Not tried', skipped.map(({ fault, skipped }) => `- ${fault}: ${skipped}`).join('\n')];
}

function seconds(ms: number): string {
  return ms === 0 ? '0' : `${number(ms / 1000, 1)} s`;
}
