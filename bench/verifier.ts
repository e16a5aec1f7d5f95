// npm run bench:verifier: the kit's verification against bare jose, and the index of revocations. About a minute.
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { describeMachine } from './support/machine.ts';
import { number, spread, table } from './support/page.ts';
import { spreadOf } from './support/statistics.ts';
import { measureIndex } from './verifier/index-of-revocations.ts';
import { compare } from './verifier/rates.ts';

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const plan = values.quick ? { rounds: 2, ms: 100 } : { rounds: 40, ms: 100 };
const entries = values.quick ? 100_000 : 1_000_000;
const ALGORITHMS = ['ES256', 'RS256', 'EdDSA'] as const;
/** Whatever happens, it ends. */
const LONGEST_MS = 5 * 60_000;

setTimeout(() => process.exit(1), LONGEST_MS).unref();
const pinned = pinToOneCore();

const { processor, system, node } = describeMachine();
console.log(`${processor}, ${system}, Node ${node}, ${pinned ? 'one core' : 'not pinned'}\n`);

const rows: string[][] = [];
for (const algorithm of ALGORITHMS) {
  const { bare, fresh, known } = await compare(algorithm, plan);
  rows.push([
    algorithm,
    spread(spreadOf(bare.map(({ rate }) => rate))),
    spread(spreadOf(fresh.map(({ rate }, i) => rate / bare[i]!.rate)), 2),
    spread(spreadOf(fresh.map(({ cpu }, i) => bare[i]!.cpu / cpu)), 2),
    spread(spreadOf(known.map(({ rate }, i) => rate / bare[i]!.rate))),
  ]);
}
const head = ['', 'jose.jwtVerify per s', 'kit / jose', 'by processor time', 'repeated token / jose'];
console.log(table(head, rows));
console.log('\nMedian of the rounds (least–most); a ratio is taken within a round. Goals: 0.9 and 10.\n');

const index = measureIndex(entries);
const figures: [string, string, string][] = [
  [`bytes an entry at ${number(entries)}`, number(index.bytesPerEntry, 1), '64'],
  ['ns a look-up that finds nothing', number(index.missNs), '1 000'],
  ['ns a look-up that finds', number(index.hitNs), '1 000'],
  ['ns for the place of an id, once a token', number(index.tailNs), ''],
  ['ns an entry that is added', number(index.addNs), ''],
  ['longest stall, when it grows, in ms', number(index.longestAddMs, 1), ''],
];
console.log(table(['index of revocations', '', 'at most'], figures));

/** As the goals are for one core; what jose does on other threads is then paid here, too. */
function pinToOneCore(): boolean {
  try {
    const core = /^Cpus_allowed_list:\s*(\d+)/m.exec(execFileSync('cat', ['/proc/self/status'], { encoding: 'utf8' }));
    execFileSync('taskset', ['-a', '-p', '-c', core![1]!, String(process.pid)], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
