import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedHouse } from './support/embedded-house.js';
import { PLAN } from './support/plan.js';
import { writeDownSkipped } from './support/results.js';
import { surviveIn } from './support/survive.js';

const FAULT = 'a full disk under the embedded database';
const WHY_NOT = 'a small disk cannot be made here: that takes root and tmpfs';

describe('under load', () => {
  it(FAULT, async ({ skip }) => {
    const house = await EmbeddedHouse.set();
    if (!house) {
      await writeDownSkipped({ fault: FAULT, skipped: WHY_NOT });
      return skip(WHY_NOT);
    }
    await surviveIn(house, {
      name: FAULT,
      async strike(_house, dice) {
        await house.fill();
        await house.isNoticed();
        await sleep(2 * dice.between(...PLAN.strikeMs));
        await house.makeRoom();
      },
    });
  });
});
