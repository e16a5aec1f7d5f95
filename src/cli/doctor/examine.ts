import { type Config, InvalidConfiguration } from '#config/index.js';
import { readConfiguration } from '../configuration.js';
import { examineDatabase } from './examine-database.js';
import { examineDirectory } from './examine-directory.js';
import { examineMail } from './examine-mail.js';
import { examineRedis } from './examine-redis.js';
import { examineReplica } from './examine-replica.js';
import type { Finding } from './finding.js';

/** Everything that can be looked at from here. Without a configuration nothing else makes sense. */
export async function examine(): Promise<Finding[]> {
  const config = configuration();
  if (Array.isArray(config)) return config;
  const { secretKey, database, publicUrl, production } = config;
  const mode = production ? 'production' : 'not production';
  return [
    {
      check: 'configuration',
      state: 'ok',
      message: `valid, for ${publicUrl} (${mode}), SECRET_KEY ${secretKey ? 'is set' : 'is kept in a file'}`,
    },
    ...(database.url === undefined ? await examineDirectory(database.dataDir) : []),
    ...(await examineDatabase(config)),
    ...(await examineReplica(config)),
    ...(config.redis ? [await examineRedis(config.redis)] : []),
    await examineMail(config),
  ];
}

function configuration(): Config | Finding[] {
  try {
    return readConfiguration();
  } catch (error) {
    if (!(error instanceof InvalidConfiguration)) throw error;
    return error.problems.map((message) => ({ check: 'configuration', state: 'wrong', message }));
  }
}
