import type { Config } from '#config/index.js';

/** From when a new key is published to when it signs: nobody shall see a token before its key. Seconds. */
export function leadSeconds({ tokens }: Config): number {
  return 2 * tokens.jwksMaxAgeSeconds;
}

/** Two that change the keys at once would each make one, and so would instances that start meanwhile. */
export const LOCK_KEYS = 'LOCK TABLE signing_keys IN SHARE ROW EXCLUSIVE MODE';

/** How often an instance looks for keys that others have made, should it not hear of them. */
export const RELOAD_MS = 60_000;

/** And how often while the bell is not heard: a key that was revoked must not live on there. */
export const DEAF_RELOAD_MS = 1_000;

/** After it has retired a key may still sign at an instance that has not looked yet; clocks differ besides. */
const MARGIN_SECONDS = 120;

/** For how long a key that no longer signs is still published: until its last token has expired. Seconds. */
export function keptSeconds({ tokens }: Config): number {
  return tokens.accessSeconds + MARGIN_SECONDS;
}
