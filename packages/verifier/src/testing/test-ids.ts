import { randomBytes } from 'node:crypto';

/** A UUIDv7 (RFC 9562 §5.7), as Gatehouse names everything. */
export function uuidv7(): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(Date.now(), 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** What the feed says of an id: its last eight bytes. */
export function tailBytes(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', '').slice(-16), 'hex');
}
