export { type AccessRule, asksForMore, ruleOf, ruleOfClass } from './access-rule.js';
export { Permissions, Public, Roles, Scopes, WhenRevocationsAreStale } from './decorators.js';
