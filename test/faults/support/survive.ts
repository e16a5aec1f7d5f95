import { setTimeout as sleep } from 'node:timers/promises';
import { Crowd } from './crowd.js';
import { Dice } from './dice.js';
import type { Journal } from './journal.js';
import { LETTERS_AT_ONCE, verifyLetters } from './letters.js';
import { Line } from './line.js';
import { PLAN, RECOVERED_MS, SEED } from './plan.js';
import { writeDown } from './results.js';
import { Stage, type StageOptions } from './stage.js';
import { verifyPerson } from './verify.js';

export interface Fault {
  /** In the words of the report: what happens. */
  readonly name: string;
  readonly stage?: StageOptions;
  /** How many instances may have letters on their way when it falls: as many times five may be sent twice. */
  readonly forgetfulInstances?: number;
  /** What an access token may be worth at another instance after its end was acknowledged, in milliseconds. */
  readonly lagMs?: number;
  readonly clockIsOff?: boolean;
  /** Returns when it is over, and only the service is to mend itself. */
  strike(stage: Stage, dice: Dice): Promise<void>;
}

/** The fault falls, once or more, upon a service under load. Afterwards every promise holds. */
export async function survive(fault: Fault): Promise<void> {
  const stage = await Stage.set(fault.stage);
  try {
    const { journal } = stage;
    const dice = new Dice(SEED, fault.name);
    const line = new Line(stage.origins, journal, dice.for('line'));
    const { lagMs = 0, clockIsOff = false } = fault;
    const around = { line, journal, lagMs, clockIsOff };
    const crowd = new Crowd(around, dice);
    await crowd.start();

    let recoveredAfterMs = 0;
    for (let round = 0; round < PLAN.rounds; round += 1) {
      await sleep(dice.between(...PLAN.pauseMs));
      await fault.strike(stage, dice);
      recoveredAfterMs = Math.max(recoveredAfterMs, await recovery(journal));
    }
    await crowd.stop();
    around.clockIsOff = false;

    const underLoad = { requests: journal.requests, refused: journal.refused, unanswered: journal.unanswered };
    for (const person of crowd.people) await verifyPerson(person, around);
    await crowd.guesser.verify();
    const mostCopies = LETTERS_AT_ONCE * (fault.forgetfulInstances ?? 0) * PLAN.rounds;
    const letters = await stage.administer((sql) =>
      verifyLetters(crowd.people, { sql, sink: stage.sink, journal }, mostCopies),
    );
    await writeDown({
      fault: fault.name,
      ...underLoad,
      ...letters,
      people: crowd.people.length,
      longestOutageMs: journal.longestOutageMs,
      longestLagMs: journal.longestLagMs,
      recoveredAfterMs,
      checked: journal.checked,
      broken: journal.broken.length,
    });
    expect([...new Set(journal.broken)]).toEqual([]);
  } finally {
    await stage.strike();
  }
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
