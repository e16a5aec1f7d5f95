import { setTimeout as sleep } from 'node:timers/promises';
import { Crowd } from './crowd.js';
import { Dice } from './dice.js';
import type { Journal } from './journal.js';
import { LETTERS_AT_ONCE } from './letters.js';
import { Line } from './line.js';
import { PLAN, RECOVERED_MS, SEED } from './plan.js';
import { writeDown } from './results.js';
import { type House, Stage, type StageOptions } from './stage.js';
import { verifyEnded, verifyPerson } from './verify.js';

export interface Fault<H extends House = Stage> {
  /** In the words of the report: what happens. */
  readonly name: string;
  /** How many instances may have letters on their way when it falls: as many times five may be sent twice. */
  readonly forgetfulInstances?: number;
  /** What an access token may be worth at another instance after its end was acknowledged, in milliseconds. */
  readonly lagMs?: number;
  readonly clockIsOff?: boolean;
  /** No client is to notice anything at all. */
  readonly unnoticed?: boolean;
  /** Returns when it is over, and only the service is to mend itself. */
  strike(house: H, dice: Dice): Promise<void>;
}

/** On PostgreSQL. */
export async function survive(fault: Fault & { readonly stage?: StageOptions }): Promise<void> {
  await surviveIn(await Stage.set(fault.stage), fault);
}

/** The fault falls, once or more, upon a service under load. Afterwards every promise holds. */
export async function surviveIn<H extends House>(house: H, fault: Fault<H>): Promise<void> {
  try {
    const { journal } = house;
    const dice = new Dice(SEED, fault.name);
    const line = new Line(() => house.origins, journal, dice.for('line'));
    const { lagMs = 0, clockIsOff = false } = fault;
    const around = { line, journal, lagMs, clockIsOff };
    const crowd = new Crowd(around, dice);
    await crowd.start();

    let recoveredAfterMs = 0;
    for (let round = 0; round < PLAN.rounds; round += 1) {
      await sleep(dice.between(...PLAN.pauseMs));
      await fault.strike(house, dice);
      recoveredAfterMs = Math.max(recoveredAfterMs, await recovery(journal));
    }
    await crowd.stop();
    around.clockIsOff = false;

    const underLoad = { requests: journal.requests, refused: journal.refused, unanswered: journal.unanswered };
    if (fault.unnoticed) {
      journal.check(
        underLoad.refused + underLoad.unanswered === 0,
        'requests were refused, although nothing stood in their way',
      );
    }
    for (const person of crowd.people) await verifyPerson(person, around);
    await sleep(lagMs);
    for (const person of crowd.people) await verifyEnded(person, around);
    await crowd.guesser.verify();
    const mostCopies = LETTERS_AT_ONCE * (fault.forgetfulInstances ?? 0) * PLAN.rounds;
    const letters = await house.verifyLetters?.(crowd.people, mostCopies);
    await writeDown({
      fault: fault.name,
      database: house.database,
      ...underLoad,
      ...letters,
      people: crowd.people.length,
      longestOutageMs: journal.longestOutageMs,
      longestLagMs: journal.longestLagMs,
      recoveredAfterMs,
      checked: journal.checked,
      broken: journal.broken.length,
    });
    if (journal.broken.length > 0) console.log(defectsIn(house.said));
    expect([...new Set(journal.broken)]).toEqual([]);
  } finally {
    await house.strike();
  }
}

/** Where the service itself has found something to be wrong with it. */
function defectsIn(log: string): string {
  return log
    .split('\n')
    .filter((line) => /"level":"?(50|60|error|fatal)/.test(line) || !line.startsWith('{'))
    .slice(-20)
    .join('\n');
}

/** How long after the end of the fault the last request was refused. Waits until none is for a while. */
async function recovery(journal: Journal): Promise<number> {
  const over = performance.now();
  const after = () => Math.max(0, journal.lastTroubleAt - over);
  for (;;) {
    await sleep(50);
    const now = performance.now();
    const isCalm = now - Math.max(over, journal.lastTroubleAt) > PLAN.calmMs && journal.lastSuccessAt > over;
    if (isCalm) return after();
    if (now - over > RECOVERED_MS + PLAN.calmMs) {
      journal.broke(`not recovered within ${RECOVERED_MS} ms`);
      return after();
    }
  }
}
