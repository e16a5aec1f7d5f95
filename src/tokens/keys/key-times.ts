import type { Config } from '#config/index.js';

/** For how long others may keep the published set. Seconds. */
export const JWKS_MAX_AGE_SECONDS = 300;

/** From when a new key is published to when it signs: nobody shall see a token before its key. Seconds. */
export const LEAD_SECONDS = 2 * JWKS_MAX_AGE_SECONDS;

/** How often an instance looks for keys that others have made. */
export const RELOAD_MS = 60_000;

/** After it has retired a key may still sign at an instance that has not looked yet; clocks differ besides. */
const MARGIN_SECONDS = 120;

/** For how long a key that no longer signs is still published: until its last token has expired. Seconds. */
export function keptSeconds({ tokens }: Config): number {
  return tokens.accessSeconds + MARGIN_SECONDS;
}
