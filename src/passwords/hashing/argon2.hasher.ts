import { Inject, Injectable } from '@nestjs/common';
import { Config } from '#config/index.js';
import { ARGON2_ENGINE, type Argon2Engine } from './argon2-engine.js';
import { type Argon2Parameters, isAffordable, parseArgon2 } from './argon2-phc.js';
import type { CurrentPasswordHasher } from './password-hasher.js';

const KIND = 'argon2id';
const VERSION = 19;
const SALT_BYTES = 16;
const TAG_BYTES = 32;

/** argon2id (RFC 9106) at the configured cost, one lane: lanes are threads, and the queue hands those out. */
@Injectable()
export class Argon2Hasher implements CurrentPasswordHasher {
  private readonly today: Argon2Parameters;

  constructor(
    { passwords }: Config,
    @Inject(ARGON2_ENGINE) private readonly engine: Argon2Engine,
  ) {
    const { memoryKib: memory, passes } = passwords;
    this.today = {
      kind: KIND,
      version: VERSION,
      memory,
      passes,
      lanes: 1,
      saltBytes: SALT_BYTES,
      tagBytes: TAG_BYTES,
    };
  }

  hash(password: string): Promise<string> {
    return this.engine.hash(password, this.today);
  }

  understands(stored: string): boolean {
    const found = parseArgon2(stored);
    return found?.kind === KIND && found.version === VERSION && isAffordable(found);
  }

  verify(stored: string, password: string): Promise<boolean> {
    return this.engine.verify(stored, password);
  }

  isCurrent(stored: string): boolean {
    const found = parseArgon2(stored);
    return (
      found !== undefined &&
      Object.entries(this.today).every(([name, value]) => found[name as keyof Argon2Parameters] === value)
    );
  }
}
