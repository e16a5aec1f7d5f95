import type { Letter } from '#mail/index.js';

/** A letter to an address, with a link that can be told from others. */
export function letterTo(address: string, token = 'token-1'): Letter {
  return {
    template: 'verify_email',
    to: { name: 'Ada Lovelace', address },
    locale: 'en',
    data: { link: `http://gatehouse.test/verify-email#token=${token}`, hours: 24 },
  };
}
