export * from './refusals.js';
export { problemOf, type Problem } from './problem.js';
