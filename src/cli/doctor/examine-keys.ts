import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '#config/index.js';
import { type GatehouseDataSource, SecretKey } from '#database/index.js';
import { assertOpens, WrongSecretKey } from '#tokens/index.js';
import { type Finding, reasonOf } from './finding.js';

const check = 'secret key';

/** Whether the stored signing keys can be opened with the secret that is set. */
export async function examineKeys(dataSource: GatehouseDataSource, config: Config): Promise<Finding> {
  const keys = await dataSource.query<{ kid: string; private_key: Buffer }[]>(
    'SELECT kid, private_key FROM signing_keys',
  );
  const { secretKey, database } = config;
  if (keys.length === 0)
    return { check, state: 'ok', message: 'there are no signing keys yet; the first start makes one' };
  if (secretKey === undefined && !existsSync(join(database.dataDir, 'secret.key'))) {
    const message = `${join(database.dataDir, 'secret.key')} is missing, and ${keys.length} signing keys need it`;
    return { check, state: 'wrong', message, remedy: 'restore it from a backup, or set SECRET_KEY to what was in it' };
  }
  try {
    const secret = secretKey === undefined ? await SecretKey.inDirectory(database.dataDir) : new SecretKey(secretKey);
    for (const { kid, private_key: privateKey } of keys) assertOpens({ kid, privateKey }, secret);
    return { check, state: 'ok', message: `opens all ${keys.length} signing keys` };
  } catch (error) {
    const remedy = error instanceof WrongSecretKey ? undefined : 'restore it from a backup';
    return { check, state: 'wrong', message: reasonOf(error), remedy };
  }
}
