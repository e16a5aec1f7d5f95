/** What a stored hash may cost: 1 GiB, four passes over it, as libsodium's "sensitive". Rows are not trusted blindly. */
const MAX_MEMORY_KIB = 1024 * 1024;
const MAX_WORK = 4 * MAX_MEMORY_KIB;
const MAX_LANES = 16;

/** PHC string format, as RFC 9106 implementations write it, with unpadded Base64. Without `v=` it is version 1.0. */
const PHC =
  /^\$(?<kind>argon2(?:id|i|d))(?:\$v=(?<version>16|19))?\$m=(?<memory>[1-9]\d{0,6}),t=(?<passes>[1-9]\d{0,6}),p=(?<lanes>[1-9]\d?)\$(?<salt>[A-Za-z0-9+/]{11,86})\$(?<tag>[A-Za-z0-9+/]{16,86})$/;

export interface Argon2Parameters {
  readonly kind: string;
  /** 19 is 1.3, the one of RFC 9106; 16 is 1.0. */
  readonly version: number;
  readonly memory: number;
  readonly passes: number;
  readonly lanes: number;
  readonly saltBytes: number;
  readonly tagBytes: number;
}

/** `undefined` for what is no such string. */
export function parseArgon2(stored: string): Argon2Parameters | undefined {
  const groups = PHC.exec(stored)?.groups;
  if (!groups || ![groups['salt']!, groups['tag']!].every(isCanonical)) return undefined;
  return {
    kind: groups['kind']!,
    version: Number(groups['version'] ?? 16),
    memory: Number(groups['memory']),
    passes: Number(groups['passes']),
    lanes: Number(groups['lanes']),
    saltBytes: bytesIn(groups['salt']!),
    tagBytes: bytesIn(groups['tag']!),
  };
}

export function isAffordable({ memory, passes, lanes }: Argon2Parameters): boolean {
  // RFC 9106 §3.1 wants 8 KiB for each lane; the library throws below that.
  return memory >= 8 * lanes && memory <= MAX_MEMORY_KIB && memory * passes <= MAX_WORK && lanes <= MAX_LANES;
}

/** As an encoder writes it: where bits are left over, one library throws and another does not see them. */
function isCanonical(base64: string): boolean {
  return Buffer.from(base64, 'base64').toString('base64').replace(/=+$/, '') === base64;
}

function bytesIn(base64: string): number {
  return Math.floor((base64.length * 3) / 4);
}
