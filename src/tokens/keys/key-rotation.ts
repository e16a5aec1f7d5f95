import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { SecurityEvents } from '#common/events/security-events.js';
import { Config } from '#config/index.js';
import { leadSeconds, LOCK_KEYS } from './key-times.js';
import { SigningKeysService } from './signing-keys.service.js';

export interface RotationOptions {
  /** Without the time in which others learn of the key. A next key that waits is taken, else one is made. */
  readonly now?: boolean;
  /** A new key signs at once, all others are removed: every access token out there is void. */
  readonly removeOthers?: boolean;
  /** Only if no key is younger. */
  readonly olderThanDays?: number;
}

export interface Rotation {
  /** The id of the key that takes over. */
  readonly kid: string;
  /** False: nothing was done, because it waits already, or because it is too young. */
  readonly changed: boolean;
}

export interface ListedKey {
  readonly kid: string;
  readonly algorithm: string;
  readonly state: 'next' | 'signs' | 'verifies';
  readonly created_at: Date;
  readonly activates_at: Date;
  readonly retires_at: Date | null;
}

const LIST = `
  SELECT kid, algorithm, activates_at > now() AS is_next, created_at, activates_at, retires_at
    FROM signing_keys ORDER BY activates_at, created_at, kid`;

/** $1 days. A row when the youngest key is older. */
const YOUNGEST_IF_OLDER = `
  SELECT kid FROM signing_keys
   WHERE (SELECT max(activates_at) FROM signing_keys) < now() - $1 * interval '1 day'
   ORDER BY activates_at DESC LIMIT 1`;

/** $1 algorithm that is wanted: where two wait, one of another kind is what was wanted before */
const FIND_NEXT = `
  SELECT kid FROM signing_keys WHERE activates_at > clock_timestamp()
   ORDER BY algorithm = $1 DESC, activates_at LIMIT 1`;

/** $1 key id, $2 seconds from now */
const ACTIVATE = `UPDATE signing_keys SET activates_at = now() + $2 * interval '1 second' WHERE kid = $1`;

/** $1 key id of the one that takes over, when it begins */
const RETIRE_OTHERS = `
  UPDATE signing_keys o SET retires_at = least(o.retires_at, n.activates_at)
    FROM signing_keys n WHERE n.kid = $1 AND o.kid <> $1`;

/**
 * Lets another key sign. It is published first, and signs when everybody who keeps the set may have seen it; the former
 * one stays published until its last token has expired.
 */
@Injectable()
export class KeyRotation {
  constructor(
    private readonly dataSource: DataSource,
    private readonly keys: SigningKeysService,
    private readonly config: Config,
    private readonly events: SecurityEvents,
  ) {}

  /** As the timetable wants it. Several instances may ask at once: one of them does it. */
  async rotateWhenOlderThan(days: number): Promise<void> {
    const due = await this.dataSource.query<unknown[]>(YOUNGEST_IF_OLDER, [days]);
    if (due.length > 0) await this.rotate({ olderThanDays: days });
  }

  async rotate({ now = false, removeOthers = false, olderThanDays }: RotationOptions = {}): Promise<Rotation> {
    const rotation = await this.dataSource.transaction(async (tx) => {
      await tx.query(LOCK_KEYS);
      if (olderThanDays !== undefined && !(await this.isDue(tx, olderThanDays))) return { kid: '', changed: false };
      const [next] = removeOthers ? [] : await tx.query<{ kid: string }[]>(FIND_NEXT, [this.config.tokens.algorithm]);
      if (next && !now) return { kid: next.kid, changed: false };
      const kid = next?.kid ?? (await this.keys.make(tx));
      await tx.query(ACTIVATE, [kid, now || removeOthers ? 0 : leadSeconds(this.config)]);
      if (removeOthers) await tx.query('DELETE FROM signing_keys WHERE kid <> $1', [kid]);
      else await tx.query(RETIRE_OTHERS, [kid]);
      return { kid, changed: true };
    });
    if (rotation.changed) this.publish(rotation.kid, { now, removeOthers });
    await this.keys.reload();
    return rotation;
  }

  /** Every key, in the order in which they sign. */
  async list(): Promise<ListedKey[]> {
    const current = this.keys.current().kid;
    const rows = await this.dataSource.query<(ListedKey & { is_next: boolean })[]>(LIST);
    return rows.map(({ kid, algorithm, is_next, created_at, activates_at, retires_at }) => {
      const state = is_next ? 'next' : kid === current ? 'signs' : 'verifies';
      return { kid, algorithm, state, created_at, activates_at, retires_at };
    });
  }

  private async isDue(tx: EntityManager, days: number): Promise<boolean> {
    return (await tx.query<unknown[]>(YOUNGEST_IF_OLDER, [days])).length > 0;
  }

  private publish(kid: string, { now, removeOthers }: RotationOptions): void {
    const reason = removeOthers ? 'others_removed' : now ? 'at_once' : 'scheduled';
    this.events.publish({ type: 'signing_key.rotated', outcome: 'success', detail: { reason, kid } });
  }
}
