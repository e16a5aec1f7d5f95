import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { randomText } from '#common/crypto/secrets.js';
import { CannotStart } from './database.errors.js';

const FILE = 'secret.key';
const BYTES = 48;
const MIN_LENGTH = 32;

/** The secret that every key of this installation is derived from. */
export class SecretKey {
  constructor(readonly value: string) {}

  /**
   * The secret kept in `directory`, made at the first start. Called by whoever holds the lock on the directory, so that
   * two never make one each.
   */
  static async inDirectory(directory: string): Promise<SecretKey> {
    const path = join(directory, FILE);
    const value = (await readIfThere(path)) ?? (await create(path));
    if (value.length >= MIN_LENGTH) return new SecretKey(value);
    throw new CannotStart(
      `${path} is damaged. Restore it from a backup; without it every session ends and stored signing keys are lost.`,
    );
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Under another name first: after a power loss the file is whole or not there at all. */
async function create(path: string): Promise<string> {
  const value = randomText(BYTES);
  const draft = `${path}.new`;
  const file = await open(draft, 'w', 0o600);
  try {
    await file.writeFile(`${value}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
  return value;
}
