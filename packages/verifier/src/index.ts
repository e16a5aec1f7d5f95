export type { Clock } from './clock.js';
export type { VerifierOptions, WhenStale } from './options.js';
export * from './refusals/index.js';
export { bearerToken } from './token/bearer-token.js';
export { demandRole, demandScopes } from './token/demands.js';
export type { VerifiedToken } from './token/verified-token.js';
export { createVerifier, Verifier, type VerifyOptions } from './verifier.js';
