import { randomFillSync } from 'node:crypto';

const BYTES = 16;

/** Every request has an id: asking the system for the random part of each alone was a twentieth of a cheap request. */
const random = Buffer.alloc(256 * BYTES);
let used = random.length;

/** A UUIDv7 (RFC 9562 §5.7): sorted by time of making, 74 random bits. An identifier, never a secret. */
export function uuidv7(now: number = Date.now()): string {
  if (used === random.length) {
    randomFillSync(random);
    used = 0;
  }
  const bytes = random.subarray(used, (used += BYTES));
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return uuidFromBytes(bytes);
}

export function uuidFromBytes(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

export function uuidToBytes(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}
