import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { DerivedKeys } from '#common/crypto/derived-keys.js';
import { deriveKey, randomText } from '#common/crypto/secrets.js';
import type { Config } from '#config/index.js';
import { CannotStart } from './database.errors.js';

const FILE = 'secret.key';
/** What an operator calls the file that shall be replaced. */
const FORMER_FILE = `${FILE}.previous`;
const BYTES = 48;
const MIN_LENGTH = 32;

type Settings = Pick<Config, 'secretKey' | 'previousSecretKey' | 'database'>;

/**
 * The secret that every key of this installation is derived from, and beside it former ones while it is being replaced.
 * One of them is in force: the newest, until somebody who knows better says otherwise.
 */
export class SecretKey {
  private readonly secrets: readonly string[];
  private inForceAt = 0;

  constructor(
    readonly value: string,
    former: readonly string[] = [],
  ) {
    this.secrets = [value, ...former];
  }

  /** As it is set, or as it is kept in the data directory. Where nothing is kept yet, `make` decides what then. */
  static async of({ secretKey, previousSecretKey, database }: Settings, make = create): Promise<SecretKey> {
    const former = previousSecretKey === undefined ? [] : [previousSecretKey];
    if (secretKey !== undefined) return new SecretKey(secretKey, former);
    return SecretKey.inDirectory(database.dataDir, former, make);
  }

  /**
   * The secret kept in `directory`, made at the first start. Called by whoever holds the lock on the directory, so that
   * two never make one each.
   */
  static async inDirectory(directory: string, others: readonly string[] = [], make = create): Promise<SecretKey> {
    const [path, formerPath] = [join(directory, FILE), join(directory, FORMER_FILE)];
    const former = await readIfThere(formerPath);
    const value = (await readIfThere(path)) ?? (await make(path));
    for (const [name, secret] of [
      [path, value],
      [formerPath, former ?? value],
    ] as const) {
      if (secret.length >= MIN_LENGTH) continue;
      throw new CannotStart(
        `${name} is damaged. Restore it from a backup; without it every session ends and stored signing keys are lost.`,
      );
    }
    if (former === value || others.includes(value)) {
      const other = former === value ? formerPath : 'SECRET_KEY_PREVIOUS';
      throw new CannotStart(`${path} and ${other} are the same. Move the file away, so that a new one is made.`);
    }
    return new SecretKey(value, former === undefined ? others : [former, ...others]);
  }

  /** By which it is known again, and which gives nothing away. */
  get fingerprint(): string {
    return deriveKey(this.value, 'fingerprint').export().subarray(0, 12).toString('base64url');
  }

  get isBeingReplaced(): boolean {
    return this.secrets.length > 1;
  }

  get newestIsInForce(): boolean {
    return this.inForceAt === 0;
  }

  /** With which of the secrets keys are derived from now on: 0 is the newest. */
  bringIntoForce(at: number): void {
    this.inForceAt = at;
  }

  keysFor(purpose: string): DerivedKeys {
    const keys = this.secrets.map((secret) => deriveKey(secret, purpose));
    return new DerivedKeys(keys, () => this.inForceAt);
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
