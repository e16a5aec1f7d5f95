import { setTimeout as sleep } from 'node:timers/promises';
import type { Dice } from './dice.js';
import { Guesser } from './guesser.js';
import { Person, type Surroundings } from './person.js';
import { PLAN } from './plan.js';

const WARM_MS = 180_000;
const MOST_PEOPLE_EACH = 4;

/** The load: several at once, of whom each is one person after another. */
export class Crowd {
  readonly people: Person[] = [];
  readonly guesser: Guesser;
  private goesOn = true;
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly around: Surroundings,
    private readonly dice: Dice,
  ) {
    this.guesser = new Guesser(around, dice.for('guesser'));
  }

  /** Returns when everybody is in the middle of it. */
  async start(): Promise<void> {
    const all = Array.from({ length: PLAN.workers }, (_, index) => this.work(this.dice.for(`worker ${index}`)));
    this.running = Promise.all([...all, this.guesser.work(() => this.goesOn)]);
    for (const deadline = Date.now() + WARM_MS; !this.isWarm; await sleep(20)) {
      if (Date.now() > deadline) throw new Error('The load has not begun');
    }
  }

  async stop(): Promise<void> {
    this.goesOn = false;
    await this.running;
  }

  private get isWarm(): boolean {
    const signedIn = this.people.filter(({ sessions }) => sessions.length > 0);
    return signedIn.length >= PLAN.workers && this.guesser.isReady;
  }

  private async work(dice: Dice): Promise<void> {
    const mine: Person[] = [];
    while (this.goesOn) {
      if (mine.length === 0 || (mine.length < MOST_PEOPLE_EACH && dice.chance(0.03))) {
        mine.push(new Person(this.around, dice.for(`person ${mine.length}`)));
        this.people.push(mine.at(-1)!);
      }
      await dice.pick(mine).act();
      await sleep(dice.between(0, 30));
    }
  }
}
