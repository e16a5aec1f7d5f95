import type { WhenStale } from '@gatehouse/verifier';
import { type AccessRule, say } from './access-rule.js';

/** On a handler, or on a class for all of its handlers. */
type Access = ClassDecorator & MethodDecorator;

/** Open to everybody. A token that is sent is not looked at. */
export const Public = (): Access => access({ public: true });

/** Open to who has any one of the roles. */
export const Roles = (...roles: [string, ...string[]]): Access => access({ roles: some(roles) });

/** Open to who has all of the permissions (`resource:action`), which a token carries in its `scope`. */
export const Permissions = (...permissions: [string, ...string[]]): Access =>
  access({ permissions: some(permissions) });

/** Open to tokens with all of the scopes (RFC 6750 §3.1). */
export const Scopes = (...scopes: [string, ...string[]]): Access => access({ scopes: some(scopes) });

/**
 * What to do while nobody knows who has logged out, because the feed is not heard: `accept` for what had better go on,
 * `refuse` (503) for what must not be done by a thief. What says nothing does as the module was told.
 */
export const WhenRevocationsAreStale = (whenStale: WhenStale): Access => access({ whenStale });

function access(rule: AccessRule): Access {
  return (target: object, _key?: string | symbol, descriptor?: PropertyDescriptor) =>
    say((descriptor?.value as object | undefined) ?? target, rule);
}

/** A list that came out empty, from a variable, would ask for nothing. */
function some(names: readonly string[]): readonly string[] {
  if (names.length === 0 || names.some((name) => !name)) throw new TypeError('Name at least one, and no empty one');
  return names;
}
