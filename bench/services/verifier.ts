import { fileURLToPath } from 'node:url';
import type { Finding, Ground, Outcome, Part } from '../parts/part.ts';
import { Child } from '../support/child.ts';
import { onCores } from '../support/machine.ts';
import { number, spread } from '../support/page.ts';
import { spreadOf } from '../support/statistics.ts';
import type { IndexFigures, VerifierOrder } from '../verifier/measuring.ts';
import type { Comparison } from '../verifier/rates.ts';

const MEASURING = fileURLToPath(new URL('../verifier/measuring.ts', import.meta.url));
const ALGORITHMS = ['ES256', 'RS256', 'EdDSA'] as const;
const GOALS = { fresh: 0.9, known: 10, bytes: 64, nanoseconds: 1000 };

/** What a service pays that verifies by itself. On one processor, so that what jose does on other threads is paid, too. */
export const verifier: Part = { name: 'verifier', title: 'Verifying offline', run };

async function run({ cores, quick }: Ground): Promise<Outcome> {
  const plan = quick ? { rounds: 2, ms: 100 } : { rounds: 40, ms: 100 };
  const entries = quick ? 100_000 : 1_000_000;
  const child = new Child(onCores(cores, 'service', [process.execPath, MEASURING]));
  const findings: Finding[] = [];
  for (const algorithm of ALGORITHMS) {
    const comparison = await child.ask<Comparison>({ algorithm, plan } satisfies VerifierOrder);
    findings.push(...ratesOf(algorithm, comparison));
  }
  findings.push(...indexOf(await child.ask<IndexFigures>({ entries } satisfies VerifierOrder), entries));
  await child.stop();
  return {
    findings,
    notes: [
      `\`@gatehouse/verifier\` and bare \`jose.jwtVerify\` in turn, ${plan.rounds} rounds of ${plan.ms} ms there and back, one after another on one processor, with 10 000 ended sessions in the index. Without its cache the kit looks at signature, claims and revocations each time; with it, of a token that it has seen, at time, key and revocations. No server is asked meanwhile.`,
    ],
  };
}

function ratesOf(algorithm: string, { bare, fresh, known }: Comparison): Finding[] {
  const first = spreadOf(fresh.map(({ rate }, round) => rate / bare[round]!.rate));
  const again = spreadOf(known.map(({ rate }, round) => rate / bare[round]!.rate));
  const processor = spreadOf(fresh.map(({ cpu }, round) => bare[round]!.cpu / cpu));
  return [
    {
      what: `${algorithm}: kit / jose`,
      found: spread(first, 2),
      goal: `≥ ${GOALS.fresh}`,
      met: first.median >= GOALS.fresh,
    },
    { what: `${algorithm}: the same in processor time`, found: spread(processor, 2) },
    {
      what: `${algorithm}: kit, a token that it has seen / jose`,
      found: spread(again),
      goal: `≥ ${GOALS.known}`,
      met: again.median >= GOALS.known,
    },
    { what: `${algorithm}: jose.jwtVerify, per second`, found: spread(spreadOf(bare.map(({ rate }) => rate))) },
  ];
}

function indexOf(index: IndexFigures, entries: number): Finding[] {
  const atMost = (what: string, value: number, goal: number, digits = 0): Finding => ({
    what,
    found: number(value, digits),
    goal: `≤ ${number(goal)}`,
    met: value <= goal,
  });
  return [
    atMost(`index of revocations: bytes an entry at ${number(entries)}`, index.bytesPerEntry, GOALS.bytes, 1),
    atMost('a look-up that finds nothing, ns', index.missNs, GOALS.nanoseconds),
    atMost('a look-up that finds, ns', index.hitNs, GOALS.nanoseconds),
    { what: 'the place of an id, once a token, ns', found: number(index.tailNs) },
    { what: 'an entry that is added, ns', found: number(index.addNs) },
    { what: 'the longest stall, when it grows, ms', found: number(index.longestAddMs, 1) },
  ];
}
