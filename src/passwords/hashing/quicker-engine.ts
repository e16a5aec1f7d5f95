import { hash, verify } from '@node-rs/argon2';
import type { Argon2Engine } from './argon2-engine.js';

/** Its enumerations exist at compile time only. */
const ARGON2ID = 2;
const VERSION_19 = 1;

/** In Rust, twice as quick on most processors. Its package is optional: this file is loaded only where it may be missing. */
export const quicker: Argon2Engine = {
  name: '@node-rs/argon2',
  hash: (password, { memory: memoryCost, passes: timeCost, lanes: parallelism, tagBytes: outputLen, salt }) =>
    hash(password, {
      algorithm: ARGON2ID,
      version: VERSION_19,
      memoryCost,
      timeCost,
      parallelism,
      outputLen,
      ...(salt && { salt }),
    }),
  verify: (stored, password) => verify(stored, password),
};
