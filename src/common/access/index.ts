export * from './access.js';
export * from './access.errors.js';
export { NO_SESSION, type Principal } from './principal.js';
