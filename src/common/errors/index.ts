export * from './common.errors.js';
export * from './domain-error.js';
export * from './fails.decorator.js';
export * from './problem.filter.js';
export * from './problem.js';
