export { uuidv7 } from './test-ids.js';
export { TestIssuer, type TestIssuerOptions, type TestUser } from './test-issuer.js';
