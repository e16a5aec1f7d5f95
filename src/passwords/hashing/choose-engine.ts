import { Logger } from '@nestjs/common';
import type { Config } from '#config/index.js';
import type { Argon2Engine } from './argon2-engine.js';
import { reference } from './reference-engine.js';

const TRIALS = ['', 'seven quiet lanterns drift', 'pässwörd 🔑', 'x'.repeat(256)];
/** Small: this is about being right, not about being slow. */
const TRIAL_COST = { memory: 256, passes: 2, lanes: 1, tagBytes: 32, salt: Buffer.from('sixteen bytes it') };

/**
 * The quicker engine where its optional package is installed for this platform and has just shown that it computes what
 * the reference computes; else the reference.
 */
export async function chooseEngine(wanted: Config['passwords']['engine']): Promise<Argon2Engine> {
  if (wanted === 'argon2') return reference;
  const quicker = await load();
  if (!quicker) return reference;
  if (await agrees(quicker)) return quicker;
  new Logger('Passwords').warn(`${quicker.name} does not compute argon2id as ${reference.name} does; it is not used`);
  return reference;
}

async function load(): Promise<Argon2Engine | undefined> {
  try {
    return (await import('./quicker-engine.js')).quicker;
  } catch {
    return undefined;
  }
}

/** Whether it makes the very same hashes, and tells a right password from a wrong one. */
export async function agrees(engine: Argon2Engine): Promise<boolean> {
  try {
    for (const password of TRIALS) {
      const expected = await reference.hash(password, TRIAL_COST);
      if ((await engine.hash(password, TRIAL_COST)) !== expected) return false;
      if (!(await engine.verify(expected, password)) || (await engine.verify(expected, `${password}x`))) return false;
    }
    return true;
  } catch {
    return false;
  }
}
