import { z } from 'zod';
import { baseUrl, integer, list, text } from './fields.js';
import { setting } from './setting.js';

/** What is asked of strangers once the attempts that they share are used up. */
export const CHALLENGE_SETTINGS = {
  CHALLENGE: setting({
    read: z.enum(
      ['off', 'proof_of_work', 'turnstile', 'hcaptcha'],
      'must be off, proof_of_work, turnstile or hcaptcha',
    ),
    default: 'proof_of_work',
    meaning:
      'What a device that is not known solves to try a password when ACCOUNT_ATTEMPTS_ are used up. proof_of_work needs nobody else; turnstile and hcaptcha ask Cloudflare and hCaptcha. off: it waits.',
  }),
  CHALLENGED_ATTEMPTS_PER_DAY: setting({
    read: integer(1, 100000),
    default: '50',
    meaning:
      'Wrong passwords for one account from all unknown devices together, each for a solved challenge, in a day. They come on top of ACCOUNT_ATTEMPTS_PER_DAY.',
  }),
  CHALLENGE_DIFFICULTY: setting({
    read: integer(1, 26),
    default: '18',
    unit: 'bits',
    meaning:
      'Leading zero bits of the first proof of work: each one more doubles the work. It grows by six while CHALLENGED_ATTEMPTS_PER_DAY are used up.',
  }),
  CHALLENGE_SITE_KEY: setting({ read: text, meaning: 'Public key of the site at Turnstile or hCaptcha.' }),
  CHALLENGE_SECRET: setting({ read: text, secret: true, meaning: 'Secret that belongs to CHALLENGE_SITE_KEY.' }),
  CHALLENGE_HOSTNAMES: setting({
    read: list,
    default: '',
    meaning:
      'Host names of the pages where Turnstile or hCaptcha may have been solved, separated by commas. Empty: those of PUBLIC_URL and ALLOWED_ORIGINS.',
  }),
  CHALLENGE_VERIFY_URL: setting({
    read: baseUrl,
    meaning: 'Where solutions are verified. Unset: the address of Turnstile or hCaptcha.',
  }),
} as const;
