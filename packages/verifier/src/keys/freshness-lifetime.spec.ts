import { freshnessLifetime } from './freshness-lifetime.js';

describe('freshnessLifetime', () => {
  it.each([
    [{ 'cache-control': 'public, max-age=600' }, 600],
    [{ 'cache-control': 'max-age="120", public', age: '20' }, 100],
    [{ 'cache-control': 'max-age=60', age: '600' }, 5],
    [{ 'cache-control': 's-maxage=60' }, 300],
    [{ 'cache-control': 'max-age=99999999' }, 86_400],
    [{ 'cache-control': 'no-store' }, 30],
    [{ age: 'x' }, 300],
    [{}, 300],
  ])('%o → %i s', (headers, seconds) => {
    expect(freshnessLifetime(new Headers(headers as Record<string, string>))).toBe(seconds);
  });
});
