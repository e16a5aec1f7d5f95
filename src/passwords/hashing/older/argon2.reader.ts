import argon2 from 'argon2';
import { isAffordable, parseArgon2 } from '../argon2-phc.js';
import type { PasswordHasher } from '../password-hasher.js';

/** Django writes the name of its hasher before the PHC string. */
const DJANGO = /^argon2(?=\$)/;

/** argon2i, argon2d and version 1.0 besides what is made today; plain (passlib and most others) or as Django has it. */
export class OlderArgon2Reader implements PasswordHasher {
  understands(stored: string): boolean {
    const found = parseArgon2(phcOf(stored));
    return found !== undefined && isAffordable(found);
  }

  verify(stored: string, password: string): Promise<boolean> {
    return argon2.verify(phcOf(stored), password);
  }
}

function phcOf(stored: string): string {
  return stored.replace(DJANGO, '');
}
