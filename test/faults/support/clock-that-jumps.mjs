/**
 * Loaded by Node before the service (`--import`): its `Date` is as far off as the file CLOCK_OFFSET_FILE says, read at
 * every SIGCONT. So it is what an operator or NTP does who steps the clock: timers and `performance.now()` go on.
 */
import { readFileSync } from 'node:fs';

const Real = Date;
let offsetMs = 0;

globalThis.Date = class extends Real {
  constructor(...parts) {
    if (parts.length === 0) super(Real.now() + offsetMs);
    else super(...parts);
  }

  static now() {
    return Real.now() + offsetMs;
  }
};

process.on('SIGCONT', () => {
  offsetMs = Number(readFileSync(process.env.CLOCK_OFFSET_FILE, 'utf8'));
});
