import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { SecurityEvents } from '#common/events/security-events.js';
import { Config } from '#config/index.js';
import { LOCK_KEYS } from './key-times.js';
import { SigningKeysService } from './signing-keys.service.js';

export interface RevokedKey {
  /** The id of the key that is gone. */
  readonly kid: string;
  /** The id of the key that signs now. */
  readonly signs: string;
}

/** $1 key id */
const REMOVE = 'DELETE FROM signing_keys WHERE kid = $1 RETURNING kid';

const IS_SIGNING = `activates_at <= clock_timestamp() AND coalesce(retires_at > clock_timestamp(), true)`;
const IS_WAITING = `activates_at > clock_timestamp()`;

/** $1 algorithm that is wanted. The one that waits signs at once where no other is left that does. */
const ADVANCE = `
  UPDATE signing_keys SET activates_at = clock_timestamp()
   WHERE NOT EXISTS (SELECT FROM signing_keys WHERE ${IS_SIGNING})
     AND kid = (SELECT kid FROM signing_keys WHERE ${IS_WAITING} ORDER BY algorithm = $1 DESC, activates_at LIMIT 1)`;

/** The one that was to take over is gone: whoever was to make room for it goes on. */
const GO_ON = `
  UPDATE signing_keys SET retires_at = NULL
   WHERE ${IS_SIGNING} AND NOT EXISTS (SELECT FROM signing_keys WHERE ${IS_WAITING})`;

/** For a key that was stolen: it is gone at once, and what it has signed is void. Others, and their tokens, stay. */
@Injectable()
export class KeyRevocation {
  constructor(
    private readonly dataSource: DataSource,
    private readonly keys: SigningKeysService,
    private readonly config: Config,
    private readonly events: SecurityEvents,
  ) {}

  /** Undefined when there is no such key. However many are revoked at once, one signs afterwards. */
  async revoke(kid: string): Promise<RevokedKey | undefined> {
    const revocation = await this.dataSource.transaction((tx) => this.removeWithin(tx, kid));
    if (revocation) {
      this.events.publish({ type: 'signing_key.revoked', outcome: 'success', detail: { ...revocation } });
    }
    await this.keys.reload();
    return revocation;
  }

  private async removeWithin(tx: EntityManager, kid: string): Promise<RevokedKey | undefined> {
    await tx.query(LOCK_KEYS);
    const [removed] = await tx.query<[unknown[], number]>(REMOVE, [kid]);
    if (removed.length === 0) return undefined;
    await tx.query(ADVANCE, [this.config.tokens.algorithm]);
    await tx.query(GO_ON);
    await this.keys.makeWhatIsMissing(tx);
    return { kid, signs: this.keys.current().kid };
  }
}
