import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { atTheEnd, within } from './cleanup.ts';

const STOP_MS = 12_000;
const ANSWER_MS = 60_000;

export interface ChildOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** A file descriptor for all that it writes; without, it writes where we do. */
  readonly log?: number;
}

/** A process of ours: asked over its IPC channel, ended by its id, gone at the latest with us. */
export class Child {
  /** Ends it: politely, then not. */
  readonly stop: () => Promise<void>;
  private readonly process: ChildProcess;

  constructor([program, ...args]: readonly string[], { cwd, env, log }: ChildOptions = {}) {
    const output = log ?? 'inherit';
    this.process = spawn(program!, args, { cwd, env, stdio: ['ignore', output, output, 'ipc'] });
    this.process.on('error', (error) => console.error(error));
    const kill = () => this.process.kill('SIGKILL');
    process.once('exit', kill);
    this.stop = atTheEnd(async () => {
      await this.end();
      process.off('exit', kill);
    });
  }

  get pid(): number {
    return this.process.pid!;
  }

  get running(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  /** Sends a question and waits for the one answer to it. Nobody asks twice at the same time. */
  async ask<Answer>(question: object): Promise<Answer> {
    const answer = this.answer<Answer>();
    this.process.send(question);
    return answer;
  }

  /** The next message. Fails when the process ends instead. */
  async answer<Answer>(): Promise<Answer> {
    const over = new AbortController();
    const { signal } = over;
    const end = once(this.process, 'exit', { signal }).then(([code]) => {
      throw new Error(`The process ended (${code}) instead of answering`);
    });
    try {
      const message = once(this.process, 'message', { signal });
      const [answer] = (await within(ANSWER_MS, 'An answer', Promise.race([message, end]))) as [Answer | Failure];
      if (isFailure(answer)) throw new Error(answer.failed);
      return answer;
    } finally {
      over.abort();
    }
  }

  /** Ends it in the middle of whatever it is doing. */
  async kill(): Promise<void> {
    if (!this.running) return;
    const gone = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await gone;
  }

  private async end(): Promise<void> {
    if (!this.running) return;
    const gone = once(this.process, 'exit');
    this.process.kill('SIGTERM');
    const late = new AbortController();
    sleep(STOP_MS, undefined, { signal: late.signal }).then(
      () => this.process.kill('SIGKILL'),
      () => {},
    );
    await gone;
    late.abort();
  }
}

interface Failure {
  readonly failed: string;
}

function isFailure(answer: unknown): answer is Failure {
  return typeof answer === 'object' && answer !== null && 'failed' in answer;
}

/** The other end: answers every question of the parent, and ends when the parent is gone. */
export function answerParent(work: (question: never) => Promise<object>): void {
  process.on('disconnect', () => process.exit());
  process.on('message', (question) => {
    work(question as never).then(
      (answer) => process.send!(answer),
      (error: unknown) => process.send!({ failed: (error as Error).stack ?? String(error) }),
    );
  });
}
