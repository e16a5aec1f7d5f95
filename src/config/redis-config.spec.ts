import { Config } from './config.js';

const redis = (REDIS_URL?: string) => Config.from(REDIS_URL === undefined ? {} : { REDIS_URL }).redis;

describe('the address of Redis', () => {
  it('is none where it is not set', () => {
    expect(redis()).toBeUndefined();
  });

  it.each([
    ['redis://localhost', 'localhost:6379'],
    ['redis://gatehouse:s3cret%40@redis.internal:6380/2', 'redis.internal:6380'],
    ['rediss://:s3cret@[::1]:6379/', '[::1]:6379'],
  ])('%s is shown as %s', (url, where) => {
    expect(redis(url)).toEqual({ url, where });
  });

  it.each([
    'localhost:6379',
    'http://:s3cret@localhost',
    'redis://',
    'redis://:s3cret%@localhost',
    'redis://:s3cret@localhost/zero',
    'redis://:s3cret@localhost/0/1',
    'redis://:s3cret@localhost?db=1',
    'redis://:s3cret@localhost#1',
    'redis://:s3cret@localhost:port',
  ])('%s stops the start, and is not repeated', (url) => {
    expect(() => redis(url)).toThrow('REDIS_URL must look like redis://user:password@host:6379/0');
    expect(() => redis(url)).not.toThrow('s3cret');
  });
});
