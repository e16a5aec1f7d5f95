import { setTimeout as sleep } from 'node:timers/promises';
import { type Answer, type Call, HttpClient, type Json } from '../../support/http.js';
import type { Dice } from './dice.js';
import type { Deed, Journal } from './journal.js';

/** Longer than any bound that the service keeps. */
const HANGS_MS = 20_000;

/** As clients do that were refused. */
const BACK_OFF_MS = 100;

export interface Request extends Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
}

/** How clients reach the service: at one of its instances, whichever. Everything that comes back is written down. */
export class Line {
  constructor(
    private readonly origins: () => readonly string[],
    private readonly journal: Journal,
    private readonly dice: Dice,
  ) {}

  /** The answer, if it is one that was to be expected. Else nothing was promised, and nothing may be concluded. */
  async ask(deed: Deed, request: Request, expected: readonly number[]): Promise<Answer<Json> | undefined> {
    const trouble = { deed, began: Date.now() };
    const answer = await this.send(request).catch((error: Error) => error);
    if (answer instanceof Error) this.journal.notAnswered(trouble, reasonOf(answer));
    else if (answer.status === 503) this.journal.refusedBy(trouble, answer);
    else if (!expected.includes(answer.status)) this.journal.wrong(trouble, answer, expected);
    if (answer instanceof Error || !expected.includes(answer.status)) {
      await sleep(BACK_OFF_MS);
      return undefined;
    }
    // A dead token is refused from memory: that says nothing of the database.
    this.journal.right(answer.status !== 401);
    return answer;
  }

  private async send({ method, path, ...call }: Request): Promise<Answer<Json>> {
    const timer = new AbortController();
    const late = sleep(HANGS_MS, undefined, { signal: timer.signal, ref: false }).then(() => {
      throw new Error(`nothing within ${HANGS_MS} ms`);
    });
    late.catch(() => {});
    try {
      const client = new HttpClient(this.dice.pick(this.origins()), '/api/v1');
      return await Promise.race([client.call(method, path, call), late]);
    } finally {
      timer.abort();
    }
  }
}

function reasonOf(error: Error): string {
  const { cause } = error as { cause?: { code?: string; message?: string } };
  return [error.message, cause?.code ?? cause?.message].filter(Boolean).join(': ');
}
