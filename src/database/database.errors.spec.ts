import { DatabaseError } from 'pg';
import { QueryFailedError, QueryRunnerAlreadyReleasedError, QueryRunnerProviderAlreadyReleasedError } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { MalformedRequest } from '#common/errors/index.js';
import { DatabaseUnavailable, translateDatabaseError, violatedConstraint } from './database.errors.js';

const fromServer = (code: string, constraint?: string) =>
  Object.assign(new DatabaseError('said the server', 1, 'error'), { severity: 'ERROR', code, constraint });
const fromSystem = (code: string, syscall = 'connect') => Object.assign(new Error(code), { code, syscall });
const wrapped = (error: Error) => new QueryFailedError('SELECT 1', [], error);

describe('translateDatabaseError', () => {
  it.each([
    ...[
      '08006',
      '08P01',
      '57P01',
      '57P02',
      '57P03',
      '53300',
      '57014',
      '53100',
      '53200',
      '58030',
      '25006',
      '55P03',
      '40P01',
      '40001',
      '57P05',
    ].map((code) => fromServer(code)),
    ...['ECONNREFUSED', 'ENOENT', 'ETIMEDOUT'].map((code) => fromSystem(code)),
    fromSystem('ECONNRESET', 'read'),
    fromSystem('EPIPE', 'write'),
    fromSystem('ENOTFOUND', 'getaddrinfo'),
    new AggregateError([fromSystem('ECONNREFUSED'), fromSystem('ECONNREFUSED')]),
    new QueryRunnerAlreadyReleasedError(),
    new QueryRunnerProviderAlreadyReleasedError(),
    new Error('Connection terminated unexpectedly'),
    new Error('Connection terminated due to connection timeout'),
    new Error('timeout exceeded when trying to connect'),
    new Error('Query read timeout'),
    new Error('Client has encountered a connection error and is not queryable'),
  ])('takes $message $code for an outage', (error) => {
    expect(translateDatabaseError(error)).toBeInstanceOf(DatabaseUnavailable);
    expect(translateDatabaseError(wrapped(error))).toBeInstanceOf(DatabaseUnavailable);
  });

  it('says when to try again', () => {
    expect(new DatabaseUnavailable()).toMatchObject({
      spec: { code: 'database_unavailable', status: 503 },
      occurrence: { headers: { 'retry-after': '5' } },
    });
  });

  it.each(['22021', '22P05'])('takes text that cannot be stored (%s) for a malformed request', (code) => {
    expect(translateDatabaseError(wrapped(fromServer(code)))).toBeInstanceOf(MalformedRequest);
  });

  it.each([
    fromServer('23505'),
    fromServer('42601'),
    fromSystem('ENOENT', 'open'),
    Object.assign(new Error('not of the system'), { code: 'ECONNREFUSED' }),
    new Error('a defect'),
    'no error at all',
    undefined,
  ])('leaves alone what it does not know', (error) => {
    expect(translateDatabaseError(error)).toBeUndefined();
  });
});

describe('violatedConstraint', () => {
  it.each([
    ['23505', 'users_email_key'],
    ['23503', 'user_roles_role_fkey'],
  ])('names the unique or foreign key constraint (%s)', (code, constraint) => {
    const error = fromServer(code, constraint);
    expect(violatedConstraint(error)).toBe(constraint);
    expect(violatedConstraint(wrapped(error))).toBe(constraint);
  });

  it.each([fromServer('23514', 'users_email_check'), new Error('a defect'), null])(
    'knows nothing of other errors',
    (error) => {
      expect(violatedConstraint(error)).toBeUndefined();
    },
  );
});
