import { InsufficientRole, InsufficientScope } from '../refusals/index.js';
import type { VerifiedToken } from './verified-token.js';

/** All of the scopes (RFC 6750 §3.1). Throws InsufficientScope. */
export function demandScopes(token: VerifiedToken, ...scopes: readonly string[]): void {
  assertSome(scopes);
  if (!scopes.every((scope) => token.scopes.includes(scope))) throw new InsufficientScope(scopes);
}

/** Any one of the roles. Throws InsufficientRole. */
export function demandRole(token: VerifiedToken, ...roles: readonly string[]): void {
  assertSome(roles);
  if (!roles.some((role) => token.roles.includes(role))) throw new InsufficientRole(roles);
}

/** A list that came out empty, from a variable, would ask for nothing. */
function assertSome(names: readonly string[]): void {
  if (names.length === 0 || names.some((name) => !name)) throw new TypeError('Name at least one, and no empty one');
}
