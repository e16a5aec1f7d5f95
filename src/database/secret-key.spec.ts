import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
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
});
