/** Where the server does not say. */
const DEFAULT_SECONDS = 300;
const SHORTEST_SECONDS = 5;
/** Where it forbids to keep the set at all: nobody can ask for each request. */
const UNWILLING_SECONDS = 30;
const LONGEST_SECONDS = 24 * 3600;

/** How long a key set may be used without asking: `max-age` less `Age` (RFC 9111 §4.2.1), within reason. Seconds. */
export function freshnessLifetime(headers: Headers): number {
  const cacheControl = headers.get('cache-control') ?? '';
  const [, maxAge] = /(?:^|[\s,])max-age="?(\d+)"?/i.exec(cacheControl) ?? [];
  if (/\bno-(?:store|cache)\b/i.test(cacheControl)) return UNWILLING_SECONDS;
  const seconds = maxAge === undefined ? DEFAULT_SECONDS : Number(maxAge) - (Number(headers.get('age')) || 0);
  return Math.min(Math.max(seconds, SHORTEST_SECONDS), LONGEST_SECONDS);
}
