import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { DerivedKeys } from '#common/crypto/derived-keys.js';
import { SecurityEvents } from '#common/events/security-events.js';
import { SecretKey } from '#database/index.js';
import { type SealedKey, sealingKeysOf } from '../key-material.js';

const SEALED = `SELECT kid, private_key AS "privateKey" FROM signing_keys`;

/** $1 key id, $2 sealed anew */
const RESEAL = 'UPDATE signing_keys SET private_key = $2 WHERE kid = $1';

/** $1 fingerprint */
const BEGINS = `
  INSERT INTO secret_keys (fingerprint) VALUES ($1)
  ON CONFLICT (fingerprint) DO UPDATE SET in_force_from = clock_timestamp()`;

/** $1 fingerprint. For a database from before this was written down. */
const BEGAN = 'INSERT INTO secret_keys (fingerprint) VALUES ($1) ON CONFLICT DO NOTHING';

/**
 * Which SECRET_KEY is in force, while one takes the place of another: the one that the stored signing keys are sealed
 * with. So every instance knows by reading them, and a start with the new one beside others that know only the old one
 * changes nothing yet.
 */
@Injectable()
export class SecretInForce {
  readonly sealing: DerivedKeys;
  private readonly logger = new Logger(SecretInForce.name);

  constructor(
    private readonly secretKey: SecretKey,
    private readonly events: SecurityEvents,
  ) {
    this.sealing = sealingKeysOf(secretKey);
  }

  get newest(): boolean {
    return this.secretKey.newestIsInForce;
  }

  /** As that stored key is sealed. */
  adopt({ kid, privateKey }: SealedKey): void {
    try {
      this.secretKey.bringIntoForce(this.sealing.openerOf(privateKey, kid));
    } catch {
      this.logger.error(
        'Another SECRET_KEY is in force, which this instance does not know. Restart it with that one, and the former one in SECRET_KEY_PREVIOUS',
      );
    }
  }

  async noteSince(tx: EntityManager): Promise<void> {
    if (this.newest) await tx.query(BEGAN, [this.secretKey.fingerprint]);
  }

  /**
   * Seals every stored key with the newest secret, which is in force from the commit on. The caller holds the lock on the
   * table. How many there were to seal: 0 means that it was so already. Throws when one of them cannot be opened.
   */
  async replace(tx: EntityManager): Promise<number> {
    let resealed = 0;
    for (const { kid, privateKey } of await tx.query<SealedKey[]>(SEALED)) {
      const sealed = this.sealing.resealed(privateKey, kid);
      if (!sealed) continue;
      await tx.query(RESEAL, [kid, sealed]);
      resealed += 1;
    }
    if (resealed > 0) await tx.query(BEGINS, [this.secretKey.fingerprint]);
    return resealed;
  }

  /** To be said after the commit. */
  announce(): void {
    this.events.publish({ type: 'secret_key.replaced', outcome: 'success' });
    this.logger.log('The new SECRET_KEY is in force');
  }
}
