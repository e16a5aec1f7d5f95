import type { VerifiedToken } from '../token/verified-token.js';
import type { Entries } from './feed-answer.js';
import { type Tail, tailOf } from './tail.js';
import { TailTable } from './tail-table.js';

/** Where a token is to be found in the index; kept with it, so that it is worked out once. */
export interface Tails {
  readonly tokenId: Tail | undefined;
  readonly session: Tail | undefined;
  readonly subject: Tail | undefined;
}

export function tailsOf({ tokenId, sessionId, subject }: VerifiedToken): Tails {
  return {
    tokenId: tailOf(tokenId),
    session: sessionId === undefined ? undefined : tailOf(sessionId),
    subject: tailOf(subject),
  };
}

/** What the feed has told so far, less what has expired: asked by every request, so it asks nobody. */
export class RevocationIndex {
  private readonly ids = new TailTable(false);
  private readonly users = new TailTable(true);

  has({ tokenId, session, subject }: Tails, epoch: number, nowSeconds: number): boolean {
    return (
      (session !== undefined && this.ids.find(session, nowSeconds) !== -1) ||
      (tokenId !== undefined && this.ids.find(tokenId, nowSeconds) !== -1) ||
      (subject !== undefined && epoch < this.users.find(subject, nowSeconds))
    );
  }

  add({ ids, users }: Entries, nowSeconds: number): void {
    for (const { expiry, tails } of ids) {
      for (let at = 0; at < tails.byteLength; at += 8) {
        this.ids.add(tails.getUint32(at), tails.getUint32(at + 4), expiry, 0, nowSeconds);
      }
    }
    for (const { expiry, tail, minEpoch } of users) {
      this.users.add(tail.high, tail.low, expiry, minEpoch, nowSeconds);
    }
  }

  size(nowSeconds: number): number {
    return this.ids.size(nowSeconds) + this.users.size(nowSeconds);
  }

  get bytes(): number {
    return this.ids.bytes + this.users.bytes;
  }
}
