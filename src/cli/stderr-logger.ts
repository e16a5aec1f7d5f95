import type { LoggerService } from '@nestjs/common';

/** What these say of a start that failed is thrown as well, and explained in plain words. */
const THROWN_AS_WELL: ReadonlySet<unknown> = new Set(['TypeOrmModule', 'ExceptionHandler']);

/** Warnings and errors of the application, for the person at the terminal. What goes well is not worth a line here. */
export class StderrLogger implements LoggerService {
  log(): void {}

  warn(message: unknown): void {
    write(message);
  }

  error(message: unknown, ...rest: unknown[]): void {
    if (!THROWN_AS_WELL.has(rest.at(-1))) write(message);
  }

  fatal(message: unknown): void {
    write(message);
  }
}

function write(message: unknown): void {
  // Events are recorded in the audit log; here they would be said twice.
  if (typeof message === 'object' && message !== null && 'event' in message) return;
  process.stderr.write(`${message instanceof Error ? (message.stack ?? message.message) : String(message)}\n`);
}
