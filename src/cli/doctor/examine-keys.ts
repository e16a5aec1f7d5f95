import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '#config/index.js';
import { type GatehouseDataSource, SecretKey } from '#database/index.js';
import { openerOf, sealingKeysOf, WrongSecretKey } from '#tokens/index.js';
import { examineReplacement } from './examine-replacement.js';
import { type Finding, reasonOf } from './finding.js';

const check = 'secret key';

interface StoredKey {
  readonly kid: string;
  readonly privateKey: Buffer;
}

/** Whether the stored signing keys can be opened with the secret that is set, and whether it is being replaced. */
export async function examineKeys(dataSource: GatehouseDataSource, config: Config): Promise<Finding> {
  const keys = await dataSource.query<StoredKey[]>('SELECT kid, private_key AS "privateKey" FROM signing_keys');
  const { secretKey, database } = config;
  if (keys.length === 0)
    return { check, state: 'ok', message: 'there are no signing keys yet; the first start makes one' };
  const path = join(database.dataDir, 'secret.key');
  if (secretKey === undefined && !existsSync(path)) {
    if (existsSync(`${path}.previous`)) {
      return {
        check,
        state: 'ok',
        message: `is to be replaced: the next start makes another, beside ${path}.previous`,
      };
    }
    const message = `${path} is missing, and ${keys.length} signing keys need it`;
    return { check, state: 'wrong', message, remedy: 'restore it from a backup, or set SECRET_KEY to what was in it' };
  }
  try {
    const secret = await SecretKey.of(config);
    const sealing = sealingKeysOf(secret);
    const former = keys.filter((key) => openerOf(key, sealing) > 0).length;
    if (secret.isBeingReplaced) return await examineReplacement(dataSource, config, secret, former);
    return { check, state: 'ok', message: `opens all ${keys.length} signing keys` };
  } catch (error) {
    const remedy = error instanceof WrongSecretKey ? undefined : 'restore it from a backup';
    return { check, state: 'wrong', message: reasonOf(error), remedy };
  }
}
