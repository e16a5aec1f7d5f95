import { setTimeout as sleep } from 'node:timers/promises';
import { Person, type Surroundings } from './person.js';
import type { Dice } from './dice.js';

/** `ACCOUNT_ATTEMPTS_PER_QUARTER_HOUR`, as it is by default. */
const MOST_GUESSES = 10;
const PAUSE_MS = 100;

/** Tries passwords at one account. However often something breaks meanwhile, so many guesses there are and no more. */
export class Guesser {
  private readonly victim: Person;
  private guesses = 0;
  private isShutOut = false;

  constructor(
    private readonly around: Surroundings,
    private readonly dice: Dice,
  ) {
    this.victim = new Person(around, dice);
  }

  get isReady(): boolean {
    return this.isShutOut;
  }

  async work(goesOn: () => boolean): Promise<void> {
    while (goesOn() && !this.victim.isRegistered) await this.victim.settle();
    while (goesOn()) {
      await this.guess();
      await sleep(this.dice.between(PAUSE_MS / 2, this.isShutOut ? 5 * PAUSE_MS : PAUSE_MS));
    }
  }

  /** Also the right password is not looked at any more. */
  async verify(): Promise<void> {
    const { journal } = this.around;
    const answer = await this.try(this.victim.password, [429]);
    journal.check(answer === 429, 'an account that is under attack was open to a stranger with the right password');
    journal.check(this.guesses <= MOST_GUESSES, `${this.guesses} guesses at one account were answered`);
  }

  private async guess(): Promise<void> {
    // Once shut out, always: the quarter of an hour is longer than any run.
    const status = await this.try('a guess that is wrong', this.isShutOut ? [429] : [401, 429]);
    if (status === 401) this.guesses += 1;
    if (status === 429) this.isShutOut = true;
  }

  private async try(password: string, expected: number[]): Promise<number | undefined> {
    const json = { username: this.victim.username, password };
    return (await this.victim.post('guess', '/auth/login', json, expected))?.status;
  }
}
