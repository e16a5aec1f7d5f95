import { compress, START } from './challenge/sha256.js';
import type { Challenge } from './options.js';

/** Nonces between two breaths: some milliseconds. */
const AT_ONCE = 4_096;

/**
 * Solves a proof of work: `createClient({ …, onChallenge: solveProofOfWork })`. Takes a fraction of a second up to some, and
 * lets the page live meanwhile. Challenges of other kinds (Turnstile, hCaptcha) need their widgets, and a function of yours.
 */
export async function solveProofOfWork(challenge: Challenge): Promise<string> {
  const { kind, algorithm, token, difficulty } = challenge;
  if (kind !== 'proof_of_work' || algorithm !== 'SHA-256' || typeof token !== 'string') {
    throw new TypeError(`Not a proof of work that is known here: ${kind}`);
  }
  const attempt = solver(token, Number(difficulty));
  for (let nonce = 0; ; nonce += AT_ONCE) {
    const solution = attempt(nonce, nonce + AT_ONCE);
    if (solution !== undefined) return solution;
    await new Promise((resolve) => setTimeout(resolve));
  }
}

/** Looks for a nonce in a range such that the SHA-256 of `token.nonce` begins with so many zero bits. */
function solver(token: string, difficulty: number): (from: number, to: number) => string | undefined {
  const length = token.length + 9;
  const bytes = new Uint8Array(((length + 72) >> 6) << 6);
  new DataView(bytes.buffer).setUint32(bytes.length - 4, length * 8);
  new TextEncoder().encodeInto(`${token}.`, bytes);
  bytes[length] = 0x80;
  const constant = (token.length >> 6) << 6; // The blocks that no nonce changes are hashed once.
  const before = START.slice();
  for (let at = 0; at < constant; at += 64) compress(before, bytes, at);
  const state = new Int32Array(8);
  return (from, to) => {
    for (let nonce = from; nonce < to; nonce += 1) {
      const text = nonce.toString(16).padStart(8, '0');
      for (let i = 0; i < 8; i += 1) bytes[token.length + 1 + i] = text.charCodeAt(i);
      state.set(before);
      for (let at = constant; at < bytes.length; at += 64) compress(state, bytes, at);
      if (Math.clz32(state[0]!) >= difficulty) return `${token}.${text}`;
    }
    return undefined;
  };
}
