import {
  InsufficientRole,
  InsufficientScope,
  InvalidToken,
  KeysUnavailable,
  MissingToken,
  problemOf,
  RevocationsStale,
} from './index.js';

describe('RFC 6750 §3: the challenge', () => {
  it('has no error where no token was sent', () => {
    expect(problemOf(new MissingToken()).headers['www-authenticate']).toBe('Bearer');
  });

  it('says no more of a bad token than that it is bad', () => {
    const problem = problemOf(new InvalidToken('signed by an unknown key'));
    expect(problem.headers['www-authenticate']).toMatch(/^Bearer error="invalid_token", error_description="[^"]+"$/);
    expect(JSON.stringify(problem)).not.toContain('unknown key');
  });

  it('names the scopes that are missing', () => {
    const { status, headers } = problemOf(new InsufficientScope(['posts:read', 'posts:write']));
    expect(status).toBe(403);
    expect(headers['www-authenticate']).toBe('Bearer error="insufficient_scope", scope="posts:read posts:write"');
  });

  it('is not there where none would help', () => {
    for (const refusal of [new InsufficientRole(['admin']), new KeysUnavailable('x'), new RevocationsStale('x')]) {
      expect(problemOf(refusal).headers).not.toHaveProperty('www-authenticate');
    }
    expect(problemOf(new KeysUnavailable('x'))).toMatchObject({ status: 503, headers: { 'retry-after': '2' } });
  });
});

it('RFC 9457: the body has type, title, status, and a code for programs', () => {
  expect(problemOf(new RevocationsStale('secret reason')).body).toEqual({
    type: 'about:blank',
    title: 'Whether access tokens have been revoked is not known at the moment',
    status: 503,
    code: 'revocations_stale',
  });
});
