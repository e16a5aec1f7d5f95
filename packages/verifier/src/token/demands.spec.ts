import type { VerifiedToken } from './verified-token.js';
import { demandRole, demandScopes } from './demands.js';

const token = { roles: ['user'], scopes: ['posts:read'] } as unknown as VerifiedToken;

describe('A demand', () => {
  it('holds for who has all scopes, or one of the roles', () => {
    demandScopes(token, 'posts:read');
    demandRole(token, 'admin', 'user');
    expect(() => demandScopes(token, 'posts:read', 'posts:write')).toThrow('posts:write');
    expect(() => demandRole(token, 'admin')).toThrow('admin');
  });

  it.each([[[]], [['']]])('that came out empty is a mistake, and lets nobody in: %j', (names) => {
    expect(() => demandScopes(token, ...names)).toThrow(TypeError);
    expect(() => demandRole(token, ...names)).toThrow(TypeError);
  });
});
