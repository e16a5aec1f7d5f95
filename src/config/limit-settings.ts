import { flag, integer } from './fields.js';
import { setting } from './setting.js';

/** How often what may be done. */
export const LIMIT_SETTINGS = {
  RATE_LIMITS: setting({
    read: flag,
    default: 'on',
    meaning: 'Rate limits. `off` is for benchmarks and refused in production.',
  }),
  LOGIN_RATE_LIMIT: setting({
    read: integer(1, 10000),
    default: '5',
    unit: 'per minute',
    meaning: 'Sign-in attempts per address and account.',
  }),
  LOGIN_ADDRESS_RATE_LIMIT: setting({
    read: integer(1, 100000),
    default: '60',
    unit: 'per minute',
    meaning: 'Sign-in attempts per address, whatever the account. Raise it where many people share one address.',
  }),
  REGISTER_RATE_LIMIT: setting({
    read: integer(1, 100000),
    default: '20',
    unit: 'per minute',
    meaning: 'Registrations per address.',
  }),
  REFRESH_RATE_LIMIT: setting({
    read: integer(1, 100000),
    default: '120',
    unit: 'per minute',
    meaning: 'Refreshes per address and session (sessions of one address share 256 counters).',
  }),
  ACCOUNT_ATTEMPTS_PER_QUARTER_HOUR: setting({
    read: integer(1, 10000),
    default: '10',
    meaning:
      'Wrong passwords for one account from all unknown devices together, in 15 minutes; as many again for each device that has signed in before.',
  }),
  ACCOUNT_ATTEMPTS_PER_DAY: setting({
    read: integer(1, 100000),
    default: '100',
    meaning:
      'Wrong passwords for one account from all unknown devices together, in a day; as many again for each device that has signed in before.',
  }),
  RECOVERY_RATE_LIMIT: setting({
    read: integer(1, 1000),
    default: '3',
    unit: 'per hour',
    meaning: 'Letters of each kind that strangers may cause to an e-mail address.',
  }),
  LETTERS_RATE_LIMIT: setting({
    read: integer(1, 1000),
    default: '20',
    unit: 'per hour',
    meaning: 'Letters that one account, and the signed-in users of one address, may ask for.',
  }),
  MAILED_TOKEN_RATE_LIMIT: setting({
    read: integer(1, 10000),
    default: '20',
    unit: 'per minute',
    meaning: 'Uses of mailed links, and checks of the own password, per address.',
  }),
} as const;
