import { constants, existsSync } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Finding, reasonOf } from './finding.js';

const check = 'data directory';
const LITTLE_MB = 200;

/** Where the embedded database lives. */
export async function examineDirectory(dataDir: string): Promise<Finding[]> {
  const path = resolve(dataDir);
  if (!existsSync(path)) return [{ check, state: 'ok', message: `${path} is not there yet; the first start makes it` }];
  try {
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    return [
      { check, state: 'wrong', message: reasonOf(error), remedy: 'give it to the user that the service runs as' },
    ];
  }
  const { mode } = await stat(path);
  const { bavail, bsize } = await statfs(path);
  const megabytes = Math.floor((bavail * bsize) / 1024 ** 2);
  return [
    mode & 0o077
      ? { check, state: 'unsure', message: `${path} is open to other users`, remedy: `chmod 700 ${path}` }
      : { check, state: 'ok', message: `${path}, for its owner only` },
    ...(megabytes < LITTLE_MB
      ? [{ check, state: 'unsure' as const, message: `only ${megabytes} MB are left on its disk` }]
      : []),
  ];
}
