import { QueryFailedError, QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';
import { DomainError, MalformedRequest } from '#common/errors/index.js';

export class DatabaseUnavailable extends DomainError {
  static override readonly spec = {
    code: 'database_unavailable',
    status: 503,
    title: 'The database cannot be reached right now',
    detail: 'Nothing is wrong with the request. Try again in a few seconds.',
  };

  constructor() {
    super({ headers: { 'retry-after': '5' } });
  }
}

/** The database cannot be used as things are. Stops the start; the message is all that the operator needs. */
export class CannotStart extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CannotStart';
  }
}

/**
 * SQLSTATE: connections (class 08), a server that has no more of something, be it disk or connections (53), cannot read or
 * write its files (58030), only reads since another one has taken over (25006), stops, starts or throws us out (57P0.);
 * a statement that took too long, or waited too long for a lock (57014, 55P03); a transaction that had to give way to
 * another (40001, 40P01).
 */
const UNAVAILABLE_SQLSTATE = /^(08...|25006|40001|40P01|53...|55P03|57014|57P0[1-5]|58030)$/;

const UNAVAILABLE_SYSTEM_CODES: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** What pg and pg-pool say without a code. */
const UNAVAILABLE_MESSAGE =
  /^(Connection terminated|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client has encountered a connection error|Client was closed|Cannot use a pool after)/;

/** Text that PostgreSQL cannot store: a NUL, or bytes that are not UTF-8. */
const UNREADABLE_SQLSTATE: ReadonlySet<string> = new Set(['22021', '22P05']);

/** Names the refusal that an error of pg or TypeORM stands for. `undefined`: it is a defect of ours. */
export function translateDatabaseError(error: unknown): DomainError | undefined {
  const cause = driverError(error);
  if (!(cause instanceof Error)) return undefined;
  if (isUnavailable(cause)) return new DatabaseUnavailable();
  const isStatement = 'severity' in cause;
  return isStatement && UNREADABLE_SQLSTATE.has(codeOf(cause)) ? new MalformedRequest() : undefined;
}

/** The name of the unique (SQLSTATE 23505) or foreign key (23503) constraint that a statement ran into, if it did. */
export function violatedConstraint(error: unknown): string | undefined {
  const cause = driverError(error);
  if (!(cause instanceof Error) || !['23503', '23505'].includes(codeOf(cause))) return undefined;
  return (cause as { constraint?: string }).constraint;
}

/** Whether trying again later may help. */
export function isUnavailable(error: Error): boolean {
  // Says TypeORM of a transaction whose connection was lost between two statements: of which of them, nobody is told.
  if (error instanceof QueryRunnerAlreadyReleasedError) return true;
  if (error instanceof QueryRunnerProviderAlreadyReleasedError) return true;
  // Several addresses were tried, one after another (happy eyeballs).
  if (error instanceof AggregateError) return error.errors.some((each) => each instanceof Error && isUnavailable(each));
  const code = codeOf(error);
  if (UNAVAILABLE_MESSAGE.test(error.message) || UNAVAILABLE_SQLSTATE.test(code)) return true;
  const { syscall } = error as NodeJS.ErrnoException;
  // ENOENT: a unix socket without a server behind it. A file that is missing is another matter.
  return syscall === 'connect' && code === 'ENOENT'
    ? true
    : syscall !== undefined && UNAVAILABLE_SYSTEM_CODES.has(code);
}

function driverError(error: unknown): unknown {
  return error instanceof QueryFailedError ? error.driverError : error;
}

function codeOf(error: Error): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : '';
}
