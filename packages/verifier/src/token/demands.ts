import { InsufficientRole, InsufficientScope } from '../refusals/index.js';
import type { VerifiedToken } from './verified-token.js';

/** All of the scopes (RFC 6750 §3.1). Throws InsufficientScope. */
export function demandScopes(token: VerifiedToken, ...scopes: readonly string[]): void {
  if (!scopes.every((scope) => token.scopes.includes(scope))) throw new InsufficientScope(scopes);
}

/** Any one of the roles. Throws InsufficientRole. */
export function demandRole(token: VerifiedToken, ...roles: readonly string[]): void {
  if (!roles.some((role) => token.roles.includes(role))) throw new InsufficientRole(roles);
}
