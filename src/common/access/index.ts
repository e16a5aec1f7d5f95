export * from './access.js';
export * from './access.errors.js';
export type { Principal } from './principal.js';
