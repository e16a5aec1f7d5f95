import type { KeyObject } from 'node:crypto';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Config } from '#config/index.js';
import { SecretKey } from '#database/index.js';
import { makeKey, type OpenKey, openKey, sealingKeyOf, toJwk } from './key-material.js';
import { SigningKey } from './signing-key.entity.js';

/** An unknown key id makes us look into the table, but not more often than this. */
const RELOAD_COOLDOWN_MS = 10_000;

/** The keys that sign access tokens: in the table sealed, in memory open. */
@Injectable()
export class SigningKeysService implements OnModuleInit {
  private readonly logger = new Logger(SigningKeysService.name);
  private readonly sealingKey: KeyObject;
  private keys = new Map<string, OpenKey>();
  private loadedAt = 0;

  constructor(
    private readonly dataSource: DataSource,
    private readonly config: Config,
    secretKey: SecretKey,
  ) {
    this.sealingKey = sealingKeyOf(secretKey);
  }

  async onModuleInit(): Promise<void> {
    await this.dataSource.transaction(async (tx) => {
      // Of several instances that start at once, one makes the key and the others find it.
      await tx.query('LOCK TABLE signing_keys IN SHARE ROW EXCLUSIVE MODE');
      await this.load(tx);
      if (this.findCurrent()) return;
      const key = await makeKey(this.config.tokens.algorithm, this.sealingKey);
      await tx.insert(SigningKey, key);
      await this.load(tx);
      this.logger.log(`Made the signing key ${key.kid} (${key.algorithm})`);
    });
  }

  /** The key that signs now. */
  current(): OpenKey {
    const key = this.findCurrent();
    if (!key) throw new Error('There is no signing key');
    return key;
  }

  /** The key of that id, if it is one of ours; another instance may have made it a moment ago. */
  async find(kid: string): Promise<OpenKey | undefined> {
    const known = this.keys.get(kid);
    if (known || Date.now() - this.loadedAt < RELOAD_COOLDOWN_MS) return known;
    await this.load(this.dataSource.manager);
    return this.keys.get(kid);
  }

  /** Public keys as a JWK Set (RFC 7517 §5). */
  jwks(): { keys: object[] } {
    return { keys: [...this.keys.values()].map((key) => toJwk(key)) };
  }

  /** The youngest of the wanted algorithm. */
  private findCurrent(): OpenKey | undefined {
    return [...this.keys.values()].findLast(({ algorithm }) => algorithm === this.config.tokens.algorithm);
  }

  private async load(manager: EntityManager): Promise<void> {
    this.loadedAt = Date.now();
    const stored = await manager.find(SigningKey, { order: { createdAt: 'ASC' } });
    this.keys = new Map(stored.map((key) => [key.kid, this.keys.get(key.kid) ?? openKey(key, this.sealingKey)]));
  }
}
