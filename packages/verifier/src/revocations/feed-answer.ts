import { decodeBase64url } from '../token/base64url.js';
import type { Tail } from './tail.js';

export interface Entries {
  readonly ids: readonly { readonly expiry: number; readonly tails: DataView }[];
  readonly users: readonly { readonly expiry: number; readonly tail: Tail; readonly minEpoch: number }[];
}

/** What the feed answers, once its signature has been verified (see FEED.md). */
export interface FeedAnswer extends Entries {
  readonly issuedAt: number;
  readonly cursor: string;
  /** The cursor that it continues; null for a snapshot. */
  readonly from: string | null;
}

/** Takes the whole answer apart before any of it is used: one that is wrong somewhere is dropped, never half applied. */
export function readFeedAnswer(payload: Record<string, unknown>, issuer: string): FeedAnswer {
  const { iss, iat, cursor, from, ids, users } = payload;
  if (iss !== issuer) throw new Error('the feed is of another issuer');
  if (!isCount(iat) || typeof cursor !== 'string' || cursor === '') throw new Error('the feed lacks iat or cursor');
  if (from !== null && typeof from !== 'string') throw new Error('the feed does not say what it continues');
  return {
    issuedAt: iat,
    cursor,
    from,
    ids: listOf(ids, 2).map(([expiry, tails]) => ({ expiry: count(expiry), tails: tailsOf(tails) })),
    users: listOf(users, 3).map(([expiry, tail, minEpoch]) => ({
      expiry: count(expiry),
      tail: tailOf(tail),
      minEpoch: count(minEpoch),
    })),
  };
}

function listOf(value: unknown, length: number): unknown[][] {
  const isFitting = (entry: unknown) => Array.isArray(entry) && entry.length >= length;
  if (!Array.isArray(value) || !value.every(isFitting)) throw new Error('the feed has a damaged list');
  return value as unknown[][];
}

function tailsOf(value: unknown): DataView {
  if (typeof value !== 'string' || !/^[\w-]*$/.test(value)) throw new Error('the feed has tails that are no text');
  const { buffer, byteOffset, byteLength } = decodeBase64url(value);
  if (byteLength % 8 !== 0) throw new Error('the feed has a tail that is cut off');
  return new DataView(buffer, byteOffset, byteLength);
}

function tailOf(value: unknown): Tail {
  const tails = tailsOf(value);
  if (tails.byteLength !== 8) throw new Error('the feed has a user without a tail');
  return { high: tails.getUint32(0), low: tails.getUint32(4) };
}

function count(value: unknown): number {
  if (!isCount(value)) throw new Error('the feed has a number that is none');
  return value;
}

function isCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) < 2 ** 32;
}
