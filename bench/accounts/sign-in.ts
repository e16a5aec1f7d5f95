import type { Slot, SlotResult } from '../load/slot.ts';
import { HIGH_LIMITS, startGenerator, startTroupe, type Troupe } from '../phases/stage.ts';
import { LOGIN } from '../phases/targets.ts';
import { number, spread } from '../support/page.ts';
import { spreadOf } from '../support/statistics.ts';
import type { Ground, Outcome, Part } from '../parts/part.ts';

const GOAL = 0.95;

/** Sign-ins with everything that bounds guessing, and without: the two in turn, and every other round the other way round. */
export const signIn: Part = { name: 'sign-in', title: 'Signing in, with all defences and without', run };

async function run({ cores, postgres, quick }: Ground): Promise<Outcome> {
  const generator = startGenerator();
  const off = await startTroupe(cores, postgres, { RATE_LIMITS: 'off' });
  const on = await startTroupe(cores, postgres, { RATE_LIMITS: 'on', ...HIGH_LIMITS });
  const times = quick ? { rampMs: 300, measureMs: 1000 } : { rampMs: 1000, measureMs: 3000 };
  const load = ({ service, people }: Troupe) =>
    generator.ask<SlotResult>({
      origin: service.origin,
      serverPid: service.pid,
      otherCores: cores.others,
      expectedStatus: 200,
      asks: people.map(LOGIN.ask),
      ...times,
    } satisfies Slot);

  for (const troupe of [off, on]) await load(troupe); // lets the compiler see what is hot
  const rounds: { off: SlotResult; on: SlotResult }[] = [];
  for (let round = 0; round < (quick ? 2 : 8); round += 1) {
    if (round % 2 === 0) rounds.push({ off: await load(off), on: await load(on) });
    else {
      const second = await load(on);
      rounds.push({ off: await load(off), on: second });
    }
  }
  await Promise.all([generator.stop(), off.service.stop(), on.service.stop()]);

  const rate = spreadOf(rounds.map((round) => round.on.perSecond / round.off.perSecond));
  const time = spreadOf(rounds.map((round) => round.off.serverMicros / round.on.serverMicros));
  const per = (side: 'on' | 'off') => spread(spreadOf(rounds.map((round) => round[side].perSecond)), 1);
  const micros = (side: 'on' | 'off') => spread(spreadOf(rounds.map((round) => round[side].serverMicros / 1000)), 1);
  return {
    findings: [
      { what: 'with / without, sign-ins', found: spread(rate, 2), goal: `≥ ${GOAL}`, met: rate.median >= GOAL },
      { what: 'the same in processor time of Gatehouse', found: spread(time, 2) },
      { what: 'sign-ins/s with', found: per('on') },
      { what: 'sign-ins/s without', found: per('off') },
      { what: 'processor time with, ms', found: micros('on') },
      { what: 'processor time without, ms', found: micros('off') },
    ],
    notes: [
      `${number(rounds.length)} rounds of ${times.measureMs / 1000} s for each side, ${number(on.people.length)} connections, devices that are known. With: \`RATE_LIMITS=on\`, all limits so high that none is reached, so that each sign-in is counted everywhere; the challenge is on as by default. Without: \`RATE_LIMITS=off\`.`,
    ],
  };
}
