import { randomBytes } from 'node:crypto';
import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Argon2Hasher } from './hashing/argon2.hasher.js';
import { HashQueue } from './hashing/hash-queue.js';
import { olderFormats } from './hashing/older/index.js';
import type { CurrentPasswordHasher, PasswordHasher } from './hashing/password-hasher.js';
import { RefusalFloor } from './hashing/refusal-floor.js';
import { letEventLoopGoFirst } from './hashing/thread-pool.js';
import { passwordText } from './password-text.js';

export interface Verification {
  readonly ok: boolean;
  /** Present when the stored hash is not as one would be made today: store this one in its place. */
  readonly rehash?: string;
}

const REFUSED: Verification = { ok: false };

/** Makes and checks password hashes. Every caller goes through the same bounded queue. */
@Injectable()
export class PasswordsService implements OnModuleInit {
  private readonly logger = new Logger(PasswordsService.name);
  private readonly current: CurrentPasswordHasher;
  private readonly readers: readonly PasswordHasher[];
  private readonly floor = new RefusalFloor();
  private decoy: string;

  constructor(
    argon2: Argon2Hasher,
    private readonly queue: HashQueue,
  ) {
    this.current = argon2;
    this.readers = [argon2, ...olderFormats];
  }

  /** The hash nobody's password has. Made with the live parameters, so that it costs what a real one costs. */
  async onModuleInit(): Promise<void> {
    this.decoy = await this.current.hash(randomBytes(32).toString('base64url'));
    letEventLoopGoFirst();
  }

  /** The caller has asked PasswordPolicy before: what it refuses as too long cannot be hashed. */
  async hash(password: string): Promise<string> {
    const text = passwordText(password);
    if (text === undefined) throw new RangeError('This text cannot be a password');
    return this.queue.run(() => this.current.hash(text));
  }

  /**
   * Takes as long for a user who does not exist (`stored` is null or undefined) and for a hash that nobody can read as
   * for a wrong password (ASVS 6.3.8). What can be no password at all is refused without any hashing.
   */
  async verify(password: string, stored: string | null | undefined): Promise<Verification> {
    const text = passwordText(password);
    if (text === undefined) return REFUSED;

    const reader = this.readerOf(stored);
    const { ms, ...verification } = await this.queue.run(() => this.check(text, stored, reader));
    if (!verification.ok) await this.floor.wait(ms);
    return verification;
  }

  /** Throws HashQueueFull when there is no room for one more hash: so it costs no statement to say so. */
  assertRoom(): void {
    this.queue.assertRoom();
  }

  /** Whether a hash that is to be stored could be checked: its format is known, and its cost is bearable. */
  canRead(stored: string): boolean {
    return this.readers.some((reader) => reader.understands(stored));
  }

  private async check(
    text: string,
    stored: string | null | undefined,
    reader: PasswordHasher | undefined,
  ): Promise<Verification & { ms: number }> {
    const start = performance.now();
    const ok = reader && stored ? await reader.verify(stored, text) : false;
    if (!reader) await this.current.verify(this.decoy, text);
    const ms = performance.now() - start;
    this.floor.note(ms, reader && reader !== this.current ? 'older' : 'current');

    if (!ok || !stored) return { ok: false, ms };
    // In the slot we hold already: a full queue must not turn a right password away.
    return this.current.isCurrent(stored) ? { ok, ms } : { ok, ms, rehash: await this.current.hash(text) };
  }

  private readerOf(stored: string | null | undefined): PasswordHasher | undefined {
    if (!stored) return undefined;
    const reader = this.readers.find((candidate) => candidate.understands(stored));
    if (!reader) this.logger.error('A stored password hash is of no known format, or asks for excessive work');
    return reader;
  }
}
