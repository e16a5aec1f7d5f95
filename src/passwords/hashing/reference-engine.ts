import argon2 from 'argon2';
import type { Argon2Engine } from './argon2-engine.js';

/** The authors' own code in C. */
export const reference: Argon2Engine = {
  name: 'argon2',
  hash: (password, { memory: memoryCost, passes: timeCost, lanes: parallelism, tagBytes: hashLength, salt }) =>
    argon2.hash(password, {
      type: argon2.argon2id,
      memoryCost,
      timeCost,
      parallelism,
      hashLength,
      ...(salt && { salt }),
    }),
  verify: (stored, password) => argon2.verify(stored, password),
};
