import { Config } from './config.js';

const SECRET = 'q8Xz!fL2vB7nM4kR9tY1wC6jH3gD5sPa';
const PRODUCTION = {
  NODE_ENV: 'production',
  DATABASE_URL: 'postgresql://gatehouse@localhost/gatehouse',
  PUBLIC_URL: 'https://auth.example.org',
};

describe('SECRET_KEY_PREVIOUS', () => {
  it.each([
    ['the same', { SECRET_KEY_PREVIOUS: SECRET }, 'SECRET_KEY_PREVIOUS is the same as SECRET_KEY'],
    ['too short', { SECRET_KEY_PREVIOUS: 'short' }, 'SECRET_KEY_PREVIOUS must have at least 32 characters'],
    ['a placeholder', { ...PRODUCTION, SECRET_KEY_PREVIOUS: 'change-me'.repeat(4) }, 'SECRET_KEY_PREVIOUS looks like'],
  ])('is refused where it is %s', (_what, env, problem) => {
    expect(() => Config.from({ SECRET_KEY: SECRET, ...env })).toThrow(problem);
  });

  it('stands beside the new one', () => {
    const config = Config.from({ ...PRODUCTION, SECRET_KEY: SECRET, SECRET_KEY_PREVIOUS: SECRET.toLowerCase() });
    expect([config.secretKey, config.previousSecretKey]).toEqual([SECRET, SECRET.toLowerCase()]);
  });
});
