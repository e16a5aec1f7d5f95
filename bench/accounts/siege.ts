import { newDatabase } from '../phases/stage.ts';
import { connectTo } from '../support/database.ts';
import { inParallel } from '../support/http.ts';
import { number } from '../support/page.ts';
import { latencyOf } from '../support/statistics.ts';
import { type Finding, type Ground, must, type Outcome, type Part } from '../parts/part.ts';
import { Besieged, DIFFICULTY } from './siege.account.ts';

const ADDRESSES = 1000;
const AT_ONCE = 32;
/** Of a counted day; the first one is under way when it begins. */
const QUARTERS = 95;
/** What docs/accounts.md says. */
const BOUND = { free: 100, challenged: 50 };
const QUARTER_HOUR_BUDGET = 10;

/** Wrong passwords at one account from a thousand addresses: what its owner notices, and how many were really compared. */
export const siege: Part = { name: 'siege', title: 'Wrong passwords from a thousand addresses', run };

async function run({ cores, postgres, quick }: Ground): Promise<Outcome> {
  const { env } = await newDatabase(postgres);
  const sql = await connectTo(env.DATABASE_URL);
  const guesses = quick ? 2000 : 10_000;
  const start = (challenge: string) => Besieged.start({ cores, env: { ...env, CHALLENGE: challenge }, sql });

  const withChallenge = await start('proof_of_work');
  const storm = await stormOf(withChallenge, guesses / 2);
  const day = await dayOf(withChallenge, guesses / 2, BOUND.free + BOUND.challenged);
  await withChallenge.stop();

  const without = await start('off');
  const dayWithout = await dayOf(without, guesses, BOUND.free);
  await without.stop();
  const what = (text: string) => (finding: Finding) => ({ ...finding, what: `${text}: ${finding.what}` });
  return {
    findings: [
      ...storm.map(what('all at once')),
      ...day.map(what('the whole day')),
      ...dayWithout.map(what('a day with `CHALLENGE=off`')),
    ],
    notes: [
      `${number(guesses)} wrong passwords from ${number(ADDRESSES)} addresses (\`X-Forwarded-For\`, \`TRUSTED_PROXIES=127.0.0.1/32\`), ${AT_ONCE} at once, all limits as by default. Half of them come at once and solve nothing. The other half come through the ${QUARTERS} quarter hours that are left of the counted day and solve every challenge; a quarter hour passes by turning all counters back by so much. Then once more with \`CHALLENGE=off\`, all through the day. Hashes are counted by the service itself (\`gatehouse_password_hash_seconds_count\`); the owner’s are taken off. The challenge has ${DIFFICULTY} bits here instead of 18: it is the number that bounds, not the work.`,
    ],
  };
}

/** What the owner does meanwhile, on the browser that is known. */
interface Visits {
  readonly statuses: number[];
  readonly milliseconds: number[];
}

async function stormOf(account: Besieged, guesses: number): Promise<Finding[]> {
  const visits: Visits = { statuses: [], milliseconds: [] };
  let compared = 0;
  let sent = 0;
  await inParallel(everyAddress(guesses), AT_ONCE, async (address) => {
    if ((await account.guess(address)) === 401) compared += 1;
    sent += 1;
    if (sent % Math.ceil(guesses / 4) === 0) await visit(account, visits);
  });
  const newDevice = await account.signInOnNewDevice();
  return [
    ...visitFindings(visits),
    must('the owner on a new device, first and with the challenge solved', newDevice.join(', '), '429, 200'),
    must('hashes computed for the guesses', await account.hashes(), QUARTER_HOUR_BUDGET),
    must('guesses that were told wrong', compared, QUARTER_HOUR_BUDGET),
  ];
}

/** Counted from the first guess of the day, whenever that was. */
async function dayOf(account: Besieged, guesses: number, bound: number): Promise<Finding[]> {
  const visits: Visits = { statuses: [], milliseconds: [] };
  const addresses = everyAddress(guesses);
  const each = Math.ceil(guesses / QUARTERS);
  for (let quarter = 0; quarter < QUARTERS; quarter += 1) {
    await account.quarterHourPasses();
    const now = addresses.slice(quarter * each, (quarter + 1) * each);
    await inParallel(now, AT_ONCE, (address) => account.guessAndSolve(address));
    if (quarter % 19 === 18) await visit(account, visits);
  }
  return [
    ...visitFindings(visits),
    must('hashes computed for the guesses since the day began', await account.hashes(), bound),
  ];
}

async function visit(account: Besieged, { statuses, milliseconds }: Visits): Promise<void> {
  const { status, ms } = await account.signInOnKnownDevice();
  statuses.push(status);
  milliseconds.push(ms);
}

function visitFindings({ statuses, milliseconds }: Visits): Finding[] {
  const { p50, max } = latencyOf(milliseconds);
  const good = statuses.filter((status) => status === 200).length;
  return [
    must(`the owner’s known browser signed in at the first try, of ${statuses.length}`, good, statuses.length),
    { what: 'which took, p50 / longest, ms', found: `${number(p50)} / ${number(max)}` },
  ];
}

/** Each address as often as the others, in turn. */
function everyAddress(count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const address = index % ADDRESSES;
    return `10.7.${address >> 8}.${address & 255}`;
  });
}
