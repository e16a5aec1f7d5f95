export { Primary } from './primary.js';
