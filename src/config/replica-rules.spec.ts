import { Config } from './config.js';

const PRIMARY = 'postgresql://gatehouse@primary/gatehouse';
const REPLICA = 'postgresql://gatehouse@replica/gatehouse';
const POSTGRES = { DATABASE_URL: PRIMARY, SECRET_KEY: 'q8Xz!fL2vB7nM4kR9tY1wC6jH3gD5sPa' };

describe('DATABASE_REPLICA_URL', () => {
  it('has a bound on its age, and the time limit of the primary', () => {
    const { database } = Config.from({
      ...POSTGRES,
      DATABASE_REPLICA_URL: REPLICA,
      DATABASE_REPLICA_MAX_LAG: '30',
      DATABASE_TIMEOUT_SECONDS: '7',
    });
    expect(database.replica).toEqual({ url: REPLICA, maxLagSeconds: 30, timeoutMs: 7000 });
    expect(Config.from(POSTGRES).database.replica).toBeUndefined();
  });

  it.each([
    ['without a primary', { DATABASE_REPLICA_URL: REPLICA }, 'of no use without DATABASE_URL'],
    ['that is the primary', { ...POSTGRES, DATABASE_REPLICA_URL: PRIMARY }, 'is the same as DATABASE_URL'],
    ['of another kind', { ...POSTGRES, DATABASE_REPLICA_URL: 'mysql://replica/x' }, 'must look like postgresql://'],
    [
      'without a bound',
      { ...POSTGRES, DATABASE_REPLICA_URL: REPLICA, DATABASE_REPLICA_MAX_LAG: '0' },
      'from 2 to 3600',
    ],
  ])('is refused %s', (_what, env, problem) => {
    expect(() => Config.from(env)).toThrow(problem);
  });
});
