import type { RevocationEntry } from '../blacklist/revocation-index.js';

/** What one answer of the feed says. Times are in seconds since 1970. */
export interface RevocationDocument {
  /** Whose tokens it is about. */
  readonly iss: string;
  readonly iat: number;
  /** What this answer adds to: null for nothing, so that it says everything. */
  readonly from: string | null;
  /** Ask with it for what comes after. */
  readonly cursor: string;
  /** The longest life of an access token, in seconds. */
  readonly access_ttl: number;
  /** Sessions (`sid`) and tokens (`jti`): when they may be forgotten, and their tails one after the other, base64url. */
  readonly ids: readonly (readonly [exp: number, tails: string])[];
  /** Tokens of these users (`sub`) with a smaller `epoch`. */
  readonly users: readonly (readonly [exp: number, tail: string, minEpoch: number])[];
}

/** Entries that may be forgotten within the same minute stand together. */
const GROUP_SECONDS = 60;

export function idsOf(entries: readonly RevocationEntry[]): RevocationDocument['ids'] {
  const groups = new Map<number, Buffer[]>();
  for (const { jti, token_type, expires_at } of entries) {
    if (token_type === 'user') continue;
    const exp = groupOf(expires_at);
    const group = groups.get(exp);
    if (group) group.push(tailOf(jti));
    else groups.set(exp, [tailOf(jti)]);
  }
  return [...groups].map(([exp, tails]) => [exp, Buffer.concat(tails).toString('base64url')]);
}

export function usersOf(entries: readonly RevocationEntry[]): RevocationDocument['users'] {
  return entries
    .filter(({ token_type }) => token_type === 'user')
    .map(({ jti, min_epoch, expires_at }) => [groupOf(expires_at), tailOf(jti).toString('base64url'), min_epoch ?? 0]);
}

const groupOf = (at: Date): number => Math.ceil(at.getTime() / 1000 / GROUP_SECONDS) * GROUP_SECONDS;

/** The last 8 of an id's 16 bytes: 62 random bits (RFC 9562 §5.7), enough to tell it by, and half of the length. */
const tailOf = (id: string): Buffer => Buffer.from(id.replaceAll('-', '').slice(-16), 'hex');
