export { TestIssuer, type TestIssuerOptions, type TestUser, uuidv7 } from '@gatehouse/verifier/testing';
