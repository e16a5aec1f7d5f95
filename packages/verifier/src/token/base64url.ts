import { base64url } from 'jose';

/** Of text that is known to be base64url: Node's own way is three times as fast, other runtimes have jose's. */
export const decodeBase64url: (text: string) => Uint8Array<ArrayBuffer> =
  typeof globalThis.Buffer === 'function'
    ? (text) => globalThis.Buffer.from(text, 'base64url')
    : (text) => base64url.decode(text) as Uint8Array<ArrayBuffer>;

/** The last letter can have bits to spare, which decoders pass over: one signature would have several spellings. */
export function isCanonical(text: string): boolean {
  const last = text.charAt(text.length - 1);
  if (text.length % 4 === 2) return 'AQgw'.includes(last);
  if (text.length % 4 === 3) return 'AEIMQUYcgkosw048'.includes(last);
  return text.length % 4 === 0;
}
