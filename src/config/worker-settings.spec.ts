import { availableParallelism } from 'node:os';
import { Config } from './config.js';
import { hashesOfOneWorker } from './worker-settings.js';

const POSTGRES = {
  DATABASE_URL: 'postgresql://localhost/gatehouse',
  SECRET_KEY: 'for tests only, but long enough to pass',
};

describe('WORKERS', () => {
  it('is one process unless told otherwise', () => expect(Config.from({}).workers).toBe(1));

  it('is a number, or as many as there are processors', () => {
    expect(Config.from({ ...POSTGRES, WORKERS: '3' }).workers).toBe(3);
    expect(Config.from({ ...POSTGRES, WORKERS: 'auto' }).workers).toBe(availableParallelism());
  });

  it.each(['0', '-1', '129', '1.5', 'all', ' 2'])('is not %j', (WORKERS) => {
    expect(() => Config.from({ ...POSTGRES, WORKERS })).toThrow(
      'WORKERS must be a whole number from 1 to 128, or auto',
    );
  });

  it('is 1 with the embedded database', () => {
    expect(() => Config.from({ WORKERS: '2' })).toThrow(
      'WORKERS must be 1 without DATABASE_URL: the embedded database serves one process only',
    );
    expect(Config.from({ WORKERS: '1' }).workers).toBe(1);
  });

  it('is not blamed for a DATABASE_URL that cannot be read', () => {
    expect(() => Config.from({ ...POSTGRES, DATABASE_URL: 'mysql://x', WORKERS: '2' })).toThrow(
      /^The configuration is not valid:\n {2}- DATABASE_URL must look like \S+$/,
    );
  });

  it('shares the processors: so many hashes at once has each, but one at least', () => {
    const all = availableParallelism();
    expect(Config.from({}).passwords.concurrency).toBe(all);
    expect(Config.from({ ...POSTGRES, WORKERS: String(all) }).passwords.concurrency).toBe(1);
    expect(Config.from({ ...POSTGRES, WORKERS: '128' }).passwords.concurrency).toBe(1);
    for (let workers = 1; workers <= all; workers += 1)
      expect(workers * hashesOfOneWorker(workers)).toBeLessThanOrEqual(all);
    const chosen = { ...POSTGRES, WORKERS: '2', PASSWORD_HASH_CONCURRENCY: '5' };
    expect(Config.from(chosen).passwords.concurrency).toBe(5);
  });
});
