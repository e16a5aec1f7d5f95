import { createHash } from 'node:crypto';
import { randomFrom } from '../../support/random.js';

/** Random choices from the seed of the run, for one who chooses: what others do does not change what this one does. */
export class Dice {
  private readonly next: () => number;

  /** `name`: whose they are. */
  constructor(
    private readonly seed: string,
    private readonly name: string,
  ) {
    this.next = randomFrom(createHash('sha256').update(`${seed}\n${name}`).digest().readUInt32BE());
  }

  /** For somebody else. */
  for(name: string): Dice {
    return new Dice(this.seed, `${this.name}/${name}`);
  }

  between(least: number, most: number): number {
    return Math.round(least + this.next() * (most - least));
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  pick<T>(all: readonly [T, ...T[]] | readonly T[]): T {
    return all[Math.floor(this.next() * all.length)]!;
  }

  /** One of several, each as likely as its weight. */
  weighted<T>(all: readonly (readonly [weight: number, what: T])[]): T {
    let left = this.next() * all.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, what] of all) {
      left -= weight;
      if (left < 0) return what;
    }
    return all.at(-1)![1];
  }
}
