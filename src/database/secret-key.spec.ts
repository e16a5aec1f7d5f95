import {
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SecretKey } from './secret-key.js';

describe('SecretKey', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'gatehouse-secret-'));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  it('is made once and read again later', async () => {
    const { value } = await SecretKey.inDirectory(directory);
    expect(value).toMatch(/^[\w-]{64}$/);
    expect((await SecretKey.inDirectory(directory)).value).toBe(value);
  });

  it('is for its owner only', async () => {
    await SecretKey.inDirectory(directory);
    expect(readdirSync(directory)).toEqual(['secret.key']);
    expect(statSync(join(directory, 'secret.key')).mode & 0o777).toBe(0o600);
  });

  it('is never replaced when it is damaged', async () => {
    writeFileSync(join(directory, 'secret.key'), 'short\n');
    await expect(SecretKey.inDirectory(directory)).rejects.toThrow('secret.key is damaged');
    expect(readFileSync(join(directory, 'secret.key'), 'utf8')).toBe('short\n');
  });

  describe('beside secret.key.previous', () => {
    const file = (name = 'secret.key') => join(directory, name);

    it('is made anew, and the former one is still accepted', async () => {
      const former = await SecretKey.inDirectory(directory);
      renameSync(file(), file('secret.key.previous'));
      const both = await SecretKey.inDirectory(directory);
      expect(both.value).not.toBe(former.value);
      expect([former.isBeingReplaced, both.isBeingReplaced]).toEqual([false, true]);
      const data = Buffer.from('data');
      expect(both.keysFor('tests').isMac(data, former.keysFor('tests').mac(data))).toBe(true);
      both.bringIntoForce(1);
      expect(both.keysFor('tests').mac(data)).toEqual(former.keysFor('tests').mac(data));
    });

    it('is not the same once more', async () => {
      await SecretKey.inDirectory(directory);
      copyFileSync(file(), file('secret.key.previous'));
      await expect(SecretKey.inDirectory(directory)).rejects.toThrow('secret.key.previous are the same');
    });

    it('is not taken when that one is damaged', async () => {
      writeFileSync(file('secret.key.previous'), 'short\n');
      await expect(SecretKey.inDirectory(directory)).rejects.toThrow('secret.key.previous is damaged');
    });
  });
});
