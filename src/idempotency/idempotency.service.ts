import { Injectable, Logger } from '@nestjs/common';
import type { DerivedKeys } from '#common/crypto/derived-keys.js';
import { constantTimeEqual, sha256 } from '#common/crypto/secrets.js';
import { Housekeeping } from '#common/housekeeping.js';
import { SecretKey, Sql, type Statement } from '#database/index.js';
import { IdempotencyKeyInUse, IdempotencyKeyReused, InvalidIdempotencyKey } from './idempotency.errors.js';
import { CLAIM, FINISH, RELEASE, SWEEP } from './idempotency.statements.js';

const CLAIM_SECONDS = 60;
const KEEP_SECONDS = 24 * 60 * 60;
const SWEEP_EVERY_MS = 10 * 60 * 1000;
const WELL_FORMED = /^[\x21-\x7e]{1,255}$/;

export interface StoredAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** What makes two requests the same one sent twice. */
export interface RequestIdentity {
  /** The header, as it came. */
  readonly key: string;
  /** Method and route. */
  readonly operation: string;
  /** Who is asking; empty where nobody is signed in. */
  readonly subject: string;
  readonly body: unknown;
}

interface ClaimRow {
  readonly claimed: boolean;
  readonly fingerprint: Buffer;
  readonly status: number | null;
  readonly body: unknown;
}

/**
 * The same request sent twice is served once (draft-ietf-httpapi-idempotency-key-header). Refusals are not kept: they
 * did nothing, and the client may mend its request and use the key again.
 */
@Injectable()
export class IdempotencyService {
  private readonly logger = new Logger(IdempotencyService.name);
  private readonly fingerprintKeys: DerivedKeys;

  constructor(
    private readonly sql: Sql,
    secretKey: SecretKey,
    housekeeping: Housekeeping,
  ) {
    this.fingerprintKeys = secretKey.keysFor('idempotency');
    housekeeping.every(SWEEP_EVERY_MS, 'Sweeping idempotency keys', () => sql.run(SWEEP));
  }

  /** Serves the request, or gives the answer of the first time. Throws what `serve` throws, and our own refusals. */
  async once(
    identity: RequestIdentity,
    serve: () => Promise<StoredAnswer>,
  ): Promise<StoredAnswer & { replayed: boolean }> {
    const { key, earlier } = await this.claim(identity);
    if (earlier) return { ...earlier, replayed: true };
    const answer = await serve().catch(async (error: unknown) => {
      await this.forgive(RELEASE, [key]);
      throw error;
    });
    await this.forgive(FINISH, [key, answer.status, JSON.stringify(answer.body), KEEP_SECONDS]);
    return { ...answer, replayed: false };
  }

  /** What was done is done: an answer that cannot be kept is still the answer, and the claim lapses by itself. */
  private async forgive(statement: Statement, values: unknown[]): Promise<void> {
    await this.sql.run(statement, values).catch((error: unknown) => this.logger.warn(String(error)));
  }

  private async claim({ key, operation, subject, body }: RequestIdentity) {
    if (!WELL_FORMED.test(key)) throw new InvalidIdempotencyKey();
    // Keyed, because the body may hold a password that a bare digest would give away to guessing.
    const fingerprints = this.fingerprintKeys.macs(Buffer.from(JSON.stringify(body ?? null)));
    // Nobody owns a key where nobody is signed in: another body is another's request then, and says nothing of this one.
    const owners = subject === '' ? fingerprints.map((print) => ['', print.toString('base64url')]) : [[subject]];
    const [id, ...others] = owners.map((owner) => sha256(JSON.stringify([operation, key, ...owner])));

    const [row] = await this.sql.run<ClaimRow>(CLAIM, [id, fingerprints[0], CLAIM_SECONDS, others]);
    if (row?.claimed) return { key: id, earlier: undefined };
    if (row && !fingerprints.some((print) => constantTimeEqual(row.fingerprint, print)))
      throw new IdempotencyKeyReused();
    if (!row || row.status === null) throw new IdempotencyKeyInUse();
    return { key: id, earlier: { status: row.status, body: row.body } };
  }
}
