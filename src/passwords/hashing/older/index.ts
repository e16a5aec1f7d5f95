import type { PasswordHasher } from '../password-hasher.js';
import { OlderArgon2Reader } from './argon2.reader.js';
import { BcryptReader } from './bcrypt.reader.js';
import { Pbkdf2Reader } from './pbkdf2.reader.js';
import { ScryptReader } from './scrypt.reader.js';

/** Formats that users bring along from elsewhere. They are read, and replaced at the first sign-in; never made. */
export const olderFormats: readonly PasswordHasher[] = [
  new OlderArgon2Reader(),
  new BcryptReader(),
  new Pbkdf2Reader(),
  new ScryptReader(),
];
