/** The last eight bytes of a UUID (RFC 9562), as two numbers of 32 bits: of a UUIDv7 the 62 random bits. */
export interface Tail {
  readonly high: number;
  readonly low: number;
}

const UUID_LENGTH = 36;

/** What is no UUID has no tail, and the feed speaks of none such. */
export function tailOf(id: string): Tail | undefined {
  if (id.length !== UUID_LENGTH || id.charCodeAt(23) !== 45) return undefined;
  const high = hex(id, 19, 23) * 0x10000 + hex(id, 24, 28);
  const low = hex(id, 28, 32) * 0x10000 + hex(id, 32, 36);
  return Number.isNaN(high + low) ? undefined : { high, low };
}

function hex(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) value = value * 16 + digit(text.charCodeAt(i));
  return value;
}

function digit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const letter = code | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : NaN;
}
