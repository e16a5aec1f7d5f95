import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Housekeeping } from '#common/housekeeping.js';
import { Config } from '#config/index.js';
import { DatabaseBell } from '#database/index.js';
import { makeKey, type OpenKey, openKey } from './key-material.js';
import { DEAF_RELOAD_MS, keptSeconds, leadSeconds, LOCK_KEYS, RELOAD_MS } from './key-times.js';
import { SecretInForce } from './secret/secret-in-force.js';
import { SigningKey } from './signing-key.entity.js';

/** Rung by a trigger on the table. */
const CHANNEL = 'signing_keys';

/** An unknown key id makes us look into the table, but not more often than this. */
const RELOAD_COOLDOWN_MS = 1_000;

/** While nobody rings a key may be gone that is known here: with this age what is known is looked up again. */
const DEAF_MS = 1_000;

/** $1 seconds that a key is kept after it has retired. How long from now is told by the database: clocks differ. */
const LOAD = `
  SELECT kid, algorithm, public_jwk AS "publicJwk", private_key AS "privateKey",
         1000 * extract(epoch FROM activates_at - clock_timestamp())::float AS "activatesIn",
         1000 * extract(epoch FROM retires_at - clock_timestamp())::float AS "retiresIn"
    FROM signing_keys
   WHERE coalesce(retires_at > now() - $1 * interval '1 second', true)
   ORDER BY activates_at, created_at, kid`;

/** $1 key id, $2 seconds from now */
const LATER = `UPDATE signing_keys SET activates_at = clock_timestamp() + $2 * interval '1 second' WHERE kid = $1`;

const SWEEP = `DELETE FROM signing_keys WHERE retires_at <= now() - $1 * interval '1 second'`;

type LoadedRow = Pick<SigningKey, 'kid' | 'algorithm' | 'publicJwk' | 'privateKey'> & {
  readonly activatesIn: number;
  readonly retiresIn: number | null;
};

/** A key, and when it signs: by `performance.now()`, since the clock of the machine may be set meanwhile. */
interface ScheduledKey {
  readonly key: OpenKey;
  readonly activatesAt: number;
  readonly retiresAt: number;
}

/** The keys that sign access tokens: in the table sealed, in memory open. Sorted, the one that signs last is last. */
@Injectable()
export class SigningKeysService implements OnModuleInit {
  private readonly logger = new Logger(SigningKeysService.name);
  private readonly keptMs: number;
  private keys: readonly ScheduledKey[] = [];
  private askedAt = -Infinity;
  private knownAsOf = -Infinity;

  constructor(
    private readonly dataSource: DataSource,
    private readonly config: Config,
    private readonly secret: SecretInForce,
    private readonly bell: DatabaseBell,
    housekeeping: Housekeeping,
  ) {
    this.keptMs = keptSeconds(config) * 1000;
    housekeeping.every(RELOAD_MS, 'Looking for signing keys', () => this.reload());
    housekeeping.every(DEAF_RELOAD_MS, 'Looking for signing keys', () => this.reloadWhileDeaf());
  }

  async onModuleInit(): Promise<void> {
    const replaced = await this.dataSource.transaction(async (tx) => {
      // Of several instances that start at once, one makes the key and the others find it.
      await tx.query(LOCK_KEYS);
      // Nobody else serves the embedded database, so that nobody has to learn of the new secret first.
      const resealed = this.config.database.url === undefined ? await this.secret.replace(tx) : 0;
      await this.makeWhatIsMissing(tx);
      await this.secret.noteSince(tx);
      return resealed > 0;
    });
    if (replaced) this.secret.announce();
    await this.bell.listen(CHANNEL, () => this.reload());
  }

  /** Makes a key of the wanted algorithm. To be called with the lock, and sealed as it is by then. */
  async make(tx: EntityManager): Promise<string> {
    await this.load(tx);
    const key = await makeKey(this.config.tokens.algorithm, this.secret.sealing);
    await tx.insert(SigningKey, key);
    this.logger.log(`Made the signing key ${key.kid} (${key.algorithm})`);
    return key.kid;
  }

  /**
   * Sees to it that a key signs, and that there is one of the wanted algorithm: published first, if another one signs
   * meanwhile. To be called with the lock.
   */
  async makeWhatIsMissing(tx: EntityManager): Promise<void> {
    await this.load(tx);
    const signs = this.findCurrent() !== undefined;
    if (signs && this.hasWantedAlgorithm()) return;
    const kid = await this.make(tx);
    if (signs) await tx.query(LATER, [kid, leadSeconds(this.config)]);
    await this.load(tx);
  }

  /** The key that signs now. */
  current(): OpenKey {
    const key = this.findCurrent();
    if (!key) throw new Error('There is no signing key');
    return key;
  }

  /** The key of that id, if it is one of ours; another instance may have made it a moment ago. */
  async find(kid: string): Promise<OpenKey | undefined> {
    const known = this.lookUp(kid);
    if (known || performance.now() - this.askedAt < RELOAD_COOLDOWN_MS) return known;
    await this.reload();
    return this.lookUp(kid);
  }

  /** To be asked before a token is taken: that its key was revoked may not have been heard. */
  async isStillOurs(key: OpenKey): Promise<boolean> {
    if (!this.bell.heard && performance.now() - this.knownAsOf > DEAF_MS) await this.reload();
    return this.lookUp(key.kid) === key;
  }

  /** Public keys as a JWK Set (RFC 7517 §5): the one that signs, the next one, and those whose tokens still live. */
  jwks(): { keys: object[] } {
    return { keys: this.keys.filter((key) => this.isPublished(key)).map(({ key }) => key.jwk) };
  }

  async reload(): Promise<void> {
    await this.load(this.dataSource.manager);
  }

  /** Removes keys whose last token has expired. */
  async sweep(): Promise<void> {
    await this.dataSource.query(SWEEP, [keptSeconds(this.config)]);
  }

  /** What fails is said each minute. */
  private async reloadWhileDeaf(): Promise<void> {
    if (!this.bell.heard) await this.reload().catch(() => undefined);
  }

  /** The youngest of the wanted algorithm. While there is none yet that signs, another one does. */
  private findCurrent(): OpenKey | undefined {
    const now = performance.now();
    const signing = this.keys.filter(({ activatesAt, retiresAt }) => activatesAt <= now && now < retiresAt);
    return (signing.findLast(({ key }) => this.isWanted(key)) ?? signing.at(-1))?.key;
  }

  /** Also one that will sign later. */
  private hasWantedAlgorithm(): boolean {
    return this.keys.some(({ key, retiresAt }) => this.isWanted(key) && retiresAt > performance.now());
  }

  private isWanted({ algorithm }: OpenKey): boolean {
    return algorithm === this.config.tokens.algorithm;
  }

  private lookUp(kid: string): OpenKey | undefined {
    const found = this.keys.find(({ key }) => key.kid === kid);
    return found && this.isPublished(found) ? found.key : undefined;
  }

  private isPublished({ retiresAt }: ScheduledKey): boolean {
    return performance.now() < retiresAt + this.keptMs;
  }

  private async load(manager: EntityManager): Promise<void> {
    const askedAt = performance.now();
    this.askedAt = askedAt;
    const rows = await manager.query<LoadedRow[]>(LOAD, [keptSeconds(this.config)]);
    // Overtaken by a later look: what it found may have been withdrawn since. Within a transaction it is our own.
    if (manager === this.dataSource.manager && askedAt < this.knownAsOf) return;
    const now = performance.now();
    const youngest = rows.at(-1);
    if (youngest) this.secret.adopt(youngest);
    const open = new Map(this.keys.map(({ key }) => [key.kid, key]));
    this.keys = rows.map((row) => ({
      key: open.get(row.kid) ?? openKey(row, this.secret.sealing),
      activatesAt: now + row.activatesIn,
      retiresAt: now + (row.retiresIn ?? Infinity),
    }));
    this.knownAsOf = askedAt;
  }
}
