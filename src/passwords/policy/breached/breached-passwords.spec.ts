import { createHash } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { MetricsRegistry } from '#common/metrics.js';
import { Config } from '#config/index.js';
import { Endpoint, type EndpointAnswer } from '#test/support/endpoint.js';
import { WeakPassword } from '../../passwords.errors.js';
import { PasswordPolicy } from '../password-policy.js';
import { BreachedPasswords } from './breached-passwords.js';

const BREACHED = 'correct horse battery staple';
const sha1 = (text: string) => createHash('sha1').update(text).digest('hex').toUpperCase();
const PADDING = `${'0'.repeat(34)}A:0`;

/** As the real one answers: CRLF between lines, none behind the last. */
const range = (...lines: string[]): EndpointAnswer => ({ body: [`${'0'.repeat(34)}1:3`, ...lines].join('\r\n') });

describe('BreachedPasswords', () => {
  let api: Endpoint;
  let registry: MetricsRegistry;
  let breached: BreachedPasswords;
  let policy: PasswordPolicy;
  const warned = vi.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);

  const outcomes = async () => {
    const metric = await registry.getSingleMetric('gatehouse_breached_password_lookups_total')!.get();
    return Object.fromEntries(metric.values.map(({ labels, value }) => [labels['outcome'], value]));
  };

  beforeEach(async () => {
    api = await Endpoint.start(() => range(`${sha1(BREACHED).slice(5)}:42`, PADDING));
    registry = new MetricsRegistry();
    const config = Config.from({ BREACHED_PASSWORDS_URL: `${api.url}/range/` });
    breached = new BreachedPasswords(config, registry);
    policy = new PasswordPolicy(config, breached);
  });
  afterEach(async () => {
    await api.stop();
    warned.mockClear();
  });

  it('knows a password of the range, and no other', async () => {
    expect(await breached.knows(BREACHED)).toBe(true);
    expect(await breached.knows('correct horse battery stapler')).toBe(false);
    expect(await outcomes()).toEqual({ hit: 1, miss: 1 });
  });

  it('tells five digits of the hash and asks for padding', async () => {
    await breached.knows(BREACHED);
    const [{ method, path, headers, body }] = api.asked as [Endpoint['asked'][number]];
    expect([method, path, body]).toEqual(['GET', `/range/${sha1(BREACHED).slice(0, 5)}`, '']);
    expect(headers['add-padding']).toBe('true');
    expect(JSON.stringify(api.asked)).not.toContain(sha1(BREACHED).slice(5, 12));
  });

  it.each([
    ['in lower case', (suffix: string) => range(`${suffix.toLowerCase()}:1`)],
    ['with line feeds only', (suffix: string) => ({ body: `${suffix}:1\n` })],
  ])('reads a range %s', async (_, answer) => {
    api.answering = () => answer(sha1(BREACHED).slice(5));
    expect(await breached.knows(BREACHED)).toBe(true);
  });

  it('passes over padding, which is counted zero times', async () => {
    api.answering = () => range(`${sha1(BREACHED).slice(5)}:0`);
    expect(await breached.knows(BREACHED)).toBe(false);
    expect(await outcomes()).toEqual({ miss: 1 });
  });

  it('takes an empty range for a range', async () => {
    api.answering = () => ({ body: '' });
    expect(await breached.knows(BREACHED)).toBe(false);
    expect(await outcomes()).toEqual({ miss: 1 });
  });

  it.each<[string, () => EndpointAnswer | 'nothing']>([
    ['is broken', () => ({ status: 500, body: `${sha1(BREACHED).slice(5)}:42` })],
    ['is busy', () => ({ status: 429 })],
    ['answers something else', () => ({ body: '<html>hello</html>' })],
    ['answers something else in between', () => range('x', `${sha1(BREACHED).slice(5)}:42`)],
    ['answers without end', () => ({ body: 'A'.repeat(2_000_000) })],
    ['sends elsewhere', () => ({ status: 302, headers: { location: '/elsewhere' } })],
    ['does not answer', () => 'nothing'],
  ])('accepts the password, counts and logs it when the service %s', async (_, answer) => {
    api.answering = answer;
    const started = performance.now();
    expect(await breached.knows(BREACHED)).toBe(false);
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(await outcomes()).toEqual({ failed: 1 });
    expect(warned).toHaveBeenCalledOnce();
    expect(JSON.stringify(warned.mock.calls)).not.toContain(sha1(BREACHED).slice(0, 5));
  });

  it('leaves a service alone that is away, so that nobody waits for it again', async () => {
    await api.stop();
    for (let i = 0; i < 10; i += 1) expect(await breached.knows(BREACHED)).toBe(false);
    expect(await outcomes()).toEqual({ failed: 3, skipped: 7 });
    expect(warned).toHaveBeenCalledTimes(3);
  });

  it('asks nobody without an address', async () => {
    const config = Config.from({});
    expect(await new BreachedPasswords(config, new MetricsRegistry()).knows(BREACHED)).toBe(false);
    expect(api.asked).toEqual([]);
  });

  describe('in the policy', () => {
    it('is a rule of its own', async () => {
      const refusal = await policy.check(BREACHED, {}, '/new_password').catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(WeakPassword);
      expect((refusal as WeakPassword).occurrence.members!['errors']).toEqual([
        { pointer: '/new_password', code: 'password_breached', detail: expect.any(String) },
      ]);
    });

    it('compares what is hashed: composed and decomposed letters are the same', async () => {
      const password = 'Åse spielt Flöte';
      api.answering = () => range(`${sha1(password.normalize('NFC')).slice(5)}:1`);
      await expect(policy.check(password.normalize('NFD'))).rejects.toThrow(WeakPassword);
    });

    it('tells nobody of a password that is refused anyway', async () => {
      for (const password of ['short', 'password1234', 'x'.repeat(200), 'zebra flute \ud800 orbit']) {
        await expect(policy.check(password)).rejects.toThrow(WeakPassword);
      }
      expect(api.asked).toEqual([]);
    });
  });
});
