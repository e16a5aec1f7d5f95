import { randomBytes } from 'node:crypto';

/** A channel of one connection alone, on which it hears its own calls. */
export class Echo {
  readonly channel = `echo_${randomBytes(8).toString('hex')}`;
  private calls = 0;
  private answers = 0;

  heard(): void {
    this.answers += 1;
  }

  /** A notification of one's own comes before the statement is answered; one that is missing will not come. */
  expect(): void {
    this.calls += 1;
    if (this.answers < this.calls) throw new Error('Notifications do not arrive');
  }
}
