export { Permissions, Public, Roles, Scopes, WhenRevocationsAreStale } from './access/index.js';
export { GatehouseModule } from './gatehouse.module.js';
export type { Coverage, GatehouseAsyncOptions, GatehouseOptions } from './gatehouse.options.js';
export { CurrentUser, currentUser } from './guard/current-user.js';
export { GatehouseGuard } from './guard/gatehouse.guard.js';
export { GatehouseRefusal } from './refusals/index.js';
export { type VerifiedToken, Verifier, type WhenStale } from '@gatehouse/verifier';
