import { Logger } from '@nestjs/common';
import argon2 from 'argon2';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { MetricsRegistry } from '#common/metrics.js';
import { Config } from '#config/index.js';
import { Argon2Hasher } from './hashing/argon2.hasher.js';
import { HashQueue } from './hashing/hash-queue.js';
import { reference } from './hashing/reference-engine.js';
import { PasswordsService } from './passwords.service.js';

const config = Config.from({});
const hasher = new Argon2Hasher(config, reference);
const queue = new HashQueue(config, new MetricsRegistry());
const passwords = new PasswordsService(hasher, queue);

const asked = vi.spyOn(hasher, 'verify');
const made = vi.spyOn(hasher, 'hash');

const median = (times: number[]) => times.toSorted((a, b) => a - b)[times.length >> 1]!;

beforeAll(() => passwords.onModuleInit());
afterEach(() => void vi.clearAllMocks());

describe('PasswordsService.verify', () => {
  it('accepts the password and nothing else, to the last character (ASVS 6.2.8)', async () => {
    const long = 'a zebra plays the flute while nobody hears it, '.repeat(3).slice(0, 100);
    const stored = await passwords.hash(long);
    expect(await passwords.verify(long, stored)).toEqual({ ok: true });
    for (const other of [`${long.slice(0, 99)}!`, ` ${long}`, `${long} `, long.toUpperCase(), long.slice(0, 72)]) {
      expect(await passwords.verify(other, stored)).toEqual({ ok: false });
    }
  });

  it('takes composed and decomposed letters for the same', async () => {
    const password = 'Åse spielt Flöte';
    expect(password.normalize('NFD')).not.toBe(password.normalize('NFC'));
    const [composed, decomposed] = await Promise.all([
      passwords.hash(password.normalize('NFC')),
      passwords.hash(password.normalize('NFD')),
    ]);
    expect(await passwords.verify(password.normalize('NFD'), composed)).toEqual({ ok: true });
    expect(await passwords.verify(password.normalize('NFC'), decomposed)).toEqual({ ok: true });
  });

  it('offers a fresh hash in place of one made with other parameters, to the right password only', async () => {
    const old = await argon2.hash('sesame', { memoryCost: 8192, timeCost: 1, parallelism: 4 });
    const { ok, rehash } = await passwords.verify('sesame', old);
    expect(ok).toBe(true);
    expect(hasher.isCurrent(rehash!)).toBe(true);
    expect(await passwords.verify('sesame', rehash)).toEqual({ ok: true });
    expect(await passwords.verify('Sesame', old)).toEqual({ ok: false });
  });

  it.each([
    ['bcrypt', 'U*U', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
    ['PBKDF2', 'ExjGmyUT73bFoT', 'pbkdf2_sha1$24000$KQ8zeK6wKRuR$tSJh4xdxfMJotlxfkCGjTFpGYZU='],
  ])('offers argon2id in place of %s', async (_, password, old) => {
    expect(passwords.canRead(old)).toBe(true);
    expect(await passwords.verify(`${password}!`, old)).toEqual({ ok: false });
    const { ok, rehash } = await passwords.verify(password, old);
    expect(ok).toBe(true);
    expect(hasher.isCurrent(rehash!)).toBe(true);
    expect(await passwords.verify(password, rehash)).toEqual({ ok: true });
  });

  it('counts a long password as a whole from then on', async () => {
    const old = '$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui';
    const long = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 and more';
    const { rehash } = await passwords.verify(long, old);
    expect(await passwords.verify(long, rehash)).toEqual({ ok: true });
    expect(await passwords.verify(long.slice(0, 72), rehash)).toEqual({ ok: false });
  });

  it.each([null, undefined, ''])('checks a decoy of the same cost where nobody is (%j)', async (stored) => {
    expect(await passwords.verify('sesame', stored)).toEqual({ ok: false });
    expect(asked).toHaveBeenCalledOnce();
    expect(hasher.isCurrent(asked.mock.calls[0]![0])).toBe(true);
  });

  it.each([
    ['excessive', '$argon2id$v=19$m=4194304,t=9,p=1$c2FsdHNhbHRzYWx0c2FsdA$c2FsdHNhbHRzYWx0c2FsdA'],
    ['unreadable', 'plaintext'],
  ])('checks the decoy, and logs, where the stored hash is %s', async (_, stored) => {
    const error = vi.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    expect(await passwords.verify('sesame', stored)).toEqual({ ok: false });
    expect(hasher.isCurrent(asked.mock.calls[0]![0])).toBe(true);
    expect(error).toHaveBeenCalledOnce();
    expect(JSON.stringify(error.mock.calls)).not.toContain(stored);
  });

  it.each([
    ['too long', 'x'.repeat(129)],
    ['far too long', 'x'.repeat(10_000_000)],
    ['not text', 'sesame \udc00'],
  ])('hashes nothing for a password that is %s', async (_, password) => {
    expect(await passwords.verify(password, undefined)).toEqual({ ok: false });
    expect(asked).not.toHaveBeenCalled();
    await expect(passwords.hash(password)).rejects.toThrow(RangeError);
    expect(made).not.toHaveBeenCalled();
  });

  it('costs the same for a wrong password as where nobody is', async () => {
    const stored = await passwords.hash('sesame');
    const times = { known: [] as number[], unknown: [] as number[] };
    for (let i = 0; i < 18; i += 1) {
      const started = performance.now();
      await passwords.verify('wrong', i % 2 ? stored : undefined);
      times[i % 2 ? 'known' : 'unknown'].push(performance.now() - started);
    }
    const [known, unknown] = [median(times.known), median(times.unknown)];
    expect(Math.max(known, unknown) / Math.min(known, unknown)).toBeLessThan(1.5);
  });

  it('costs no less where nobody is than for an older hash, once one was met', async () => {
    const slow =
      '$pbkdf2-sha512$310000$c8p78n7pUMln0jzvd4aK4Q$JNRBzwAo0ek5qKn50cFzzvE9RXV88h1wJn5KGiHrD0YKtZaR/nCb2CJPOsKaPK0hjf.9yHxzQGZziziccp6Yng';
    const fresh = new PasswordsService(hasher, queue);
    await fresh.onModuleInit();
    const timed = async (stored?: string) => {
      const started = performance.now();
      await fresh.verify('wrong', stored);
      return performance.now() - started;
    };
    const older = await timed(slow);
    expect(await timed(undefined)).toBeGreaterThan(0.9 * older);
    expect(await timed(await fresh.hash('sesame'))).toBeGreaterThan(0.9 * older);
  });

  it('goes through the queue for everything', async () => {
    const run = vi.spyOn(queue, 'run');
    await passwords.verify('sesame', undefined);
    await passwords.hash('sesame');
    expect(run).toHaveBeenCalledTimes(2);
  });
});
