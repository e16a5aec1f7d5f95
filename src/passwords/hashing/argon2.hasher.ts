import { Injectable } from '@nestjs/common';
import argon2 from 'argon2';
import { Config } from '#config/index.js';
import type { CurrentPasswordHasher } from './password-hasher.js';

const SALT_BYTES = 16;
const TAG_BYTES = 32;

/** What a stored hash may cost: 1 GiB, four passes over it, as libsodium's "sensitive". Rows are not trusted blindly. */
const MAX_MEMORY_KIB = 1024 * 1024;
const MAX_WORK = 4 * MAX_MEMORY_KIB;
const MAX_LANES = 16;

/** PHC string format, as RFC 9106 implementations write it: version 1.3 and unpadded Base64. */
const PHC =
  /^\$argon2id\$v=19\$m=(?<memory>[1-9]\d{0,6}),t=(?<passes>[1-9]\d{0,6}),p=(?<lanes>[1-9]\d?)\$(?<salt>[A-Za-z0-9+/]{11,86})\$(?<tag>[A-Za-z0-9+/]{16,86})$/;

interface Parameters {
  readonly memory: number;
  readonly passes: number;
  readonly lanes: number;
  readonly saltBytes: number;
  readonly tagBytes: number;
}

/** argon2id (RFC 9106) at the configured cost, one lane: lanes are threads, and the queue hands those out. */
@Injectable()
export class Argon2Hasher implements CurrentPasswordHasher {
  private readonly today: Parameters;

  constructor({ passwords }: Config) {
    const { memoryKib: memory, passes } = passwords;
    this.today = { memory, passes, lanes: 1, saltBytes: SALT_BYTES, tagBytes: TAG_BYTES };
  }

  hash(password: string): Promise<string> {
    const { memory: memoryCost, passes: timeCost, lanes: parallelism, tagBytes: hashLength } = this.today;
    return argon2.hash(password, { type: argon2.argon2id, memoryCost, timeCost, parallelism, hashLength });
  }

  understands(stored: string): boolean {
    const found = parametersOf(stored);
    if (!found) return false;
    const { memory, passes, lanes } = found;
    // RFC 9106 §3.1 wants 8 KiB for each lane; the library throws below that.
    return memory >= 8 * lanes && memory <= MAX_MEMORY_KIB && memory * passes <= MAX_WORK && lanes <= MAX_LANES;
  }

  verify(stored: string, password: string): Promise<boolean> {
    return argon2.verify(stored, password);
  }

  isCurrent(stored: string): boolean {
    const found = parametersOf(stored);
    return (
      found !== undefined &&
      Object.entries(this.today).every(([name, value]) => found[name as keyof Parameters] === value)
    );
  }
}

function parametersOf(stored: string): Parameters | undefined {
  const groups = PHC.exec(stored)?.groups as Record<'memory' | 'passes' | 'lanes' | 'salt' | 'tag', string> | undefined;
  return (
    groups && {
      memory: Number(groups.memory),
      passes: Number(groups.passes),
      lanes: Number(groups.lanes),
      saltBytes: bytesIn(groups.salt),
      tagBytes: bytesIn(groups.tag),
    }
  );
}

function bytesIn(base64: string): number {
  return Math.floor((base64.length * 3) / 4);
}
