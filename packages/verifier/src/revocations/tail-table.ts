import type { Tail } from './tail.js';

const SMALLEST_BITS = 6;
/** Of the slots at most this part is taken, so that a look-up meets few others on its way. */
const FULLEST = 0.6;

/**
 * Tails with an expiry each, and a number where it is wanted: open addressing in typed arrays, 12 or 16 bytes a slot,
 * where a Map of strings takes about a hundred and stalls when it grows. An expiry of 0 is a slot that was never taken;
 * an expired entry stays in the way of a search, as it must, until another takes its place.
 */
export class TailTable {
  private bits!: number;
  private highs!: Uint32Array;
  private lows!: Uint32Array;
  private expiries!: Uint32Array;
  private values: Uint32Array | undefined;
  private taken = 0;

  constructor(private readonly hasValues: boolean) {
    this.allocate(SMALLEST_BITS);
  }

  /** The number that stands with a tail, 0 in a table without; -1 where the tail is not known or has expired. */
  find({ high, low }: Tail, nowSeconds: number): number {
    const { highs, lows, expiries } = this;
    const mask = highs.length - 1;
    for (let slot = this.home(high, low); ; slot = (slot + 1) & mask) {
      const expiry = expiries[slot]!;
      if (expiry === 0) return -1;
      if (lows[slot] === low && highs[slot] === high) return expiry > nowSeconds ? (this.values?.[slot] ?? 0) : -1;
    }
  }

  /** Of two entries of one tail the later expiry and the larger number hold. */
  add(high: number, low: number, expiry: number, value: number, nowSeconds: number): void {
    if (expiry <= nowSeconds) return;
    if (this.taken + 1 > this.highs.length * FULLEST) this.rebuild(nowSeconds);
    const { highs, lows, expiries } = this;
    const mask = highs.length - 1;
    let free = -1;
    for (let slot = this.home(high, low); ; slot = (slot + 1) & mask) {
      const known = expiries[slot]!;
      if (known === 0) return this.put(free === -1 ? slot : free, high, low, expiry, value);
      if (lows[slot] === low && highs[slot] === high) {
        const isAlive = known > nowSeconds;
        const before = isAlive ? (this.values?.[slot] ?? 0) : 0;
        return this.put(slot, high, low, Math.max(known, expiry), Math.max(before, value));
      }
      if (free === -1 && known <= nowSeconds) free = slot;
    }
  }

  /** Entries that have not expired. Counts them: for a look at it, not for each request. */
  size(nowSeconds: number): number {
    let size = 0;
    for (const expiry of this.expiries) if (expiry > nowSeconds) size++;
    return size;
  }

  get bytes(): number {
    return this.highs.byteLength * (this.hasValues ? 4 : 3);
  }

  private put(slot: number, high: number, low: number, expiry: number, value: number): void {
    if (this.expiries[slot] === 0) this.taken++;
    this.highs[slot] = high;
    this.lows[slot] = low;
    this.expiries[slot] = expiry;
    if (this.values !== undefined) this.values[slot] = value;
  }

  /** Leaves the expired behind, with room for half as many again as live: grows only for the living, and shrinks. */
  private rebuild(nowSeconds: number): void {
    const { highs, lows, expiries, values } = this;
    const wanted = ((this.size(nowSeconds) + 1) * 1.5) / FULLEST;
    this.allocate(Math.max(SMALLEST_BITS, Math.ceil(Math.log2(wanted))));
    for (let slot = 0; slot < highs.length; slot++) {
      this.add(highs[slot]!, lows[slot]!, expiries[slot]!, values?.[slot] ?? 0, nowSeconds);
    }
  }

  private allocate(bits: number): void {
    this.bits = bits;
    this.highs = new Uint32Array(2 ** bits);
    this.lows = new Uint32Array(2 ** bits);
    this.expiries = new Uint32Array(2 ** bits);
    this.values = this.hasValues ? new Uint32Array(2 ** bits) : undefined;
    this.taken = 0;
  }

  /** Multiplied (Knuth), because the ids of another issuer's making need not be random in every bit. */
  private home(high: number, low: number): number {
    return Math.imul(low ^ high, 0x9e3779b1) >>> (32 - this.bits);
  }
}
