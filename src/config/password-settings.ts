import { z } from 'zod';
import { baseUrl, flag, integer } from './fields.js';
import { setting } from './setting.js';

/** Which passwords are taken, and what their hashes cost. */
export const PASSWORD_SETTINGS = {
  PASSWORD_MIN_LENGTH: setting({
    read: integer(8, 128),
    default: '12',
    unit: 'characters',
    meaning: 'Shortest password, in code points after NFC.',
  }),
  PASSWORD_COMPOSITION: setting({
    read: flag,
    default: 'off',
    meaning:
      'Demand upper and lower case, a digit and a sign. Off, because NIST SP 800-63B-4 and ASVS 6.2.5 forbid it.',
  }),
  BREACHED_PASSWORDS_URL: setting({
    read: baseUrl,
    meaning:
      'A range API of breached passwords, such as https://api.pwnedpasswords.com/range, which new passwords are looked up in by five characters of their SHA-1. Unset: the shipped list only.',
  }),
  ARGON2_MEMORY_KIB: setting({
    read: integer(7168, 1048576),
    default: '19456',
    unit: 'KiB',
    meaning: 'argon2id memory. Together with ARGON2_PASSES never weaker than the OWASP minimum.',
  }),
  ARGON2_PASSES: setting({ read: integer(1, 20), default: '2', meaning: 'argon2id passes over the memory.' }),
  PASSWORD_HASH_CONCURRENCY: setting({
    read: integer(1, 256),
    meaning:
      'Password hashes computed at the same moment, by each process. Unset: one for each processor, divided among the WORKERS.',
  }),
  PASSWORD_HASH_QUEUE: setting({
    read: integer(0, 10000),
    default: '64',
    meaning: 'Password hashes that may wait their turn, in each process. More are answered 503 with Retry-After.',
  }),
  PASSWORD_HASH_ENGINE: setting({
    read: z.enum(['auto', 'argon2'], 'must be auto or argon2'),
    default: 'auto',
    meaning:
      'What computes the hashes, which are the same either way. auto: the optional package @node-rs/argon2 where it is installed and has shown at the start that it agrees with the package argon2, else that one.',
  }),
};
