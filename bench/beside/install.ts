import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** The peers are a package of their own, so that nobody installs them who does not measure. */
export const PEERS = resolve(import.meta.dirname, '../peers');
const SHARED = resolve(import.meta.dirname, '../../node_modules');

/** Installs exactly what the lock names, where it is not there yet. */
export function installPeers(): void {
  if (Object.entries(wanted()).every(([name, version]) => installed(name) === version)) return;
  console.error('Installing the peers: npm ci in bench/peers');
  // The npm that runs us, where one does.
  const { npm_execpath: npm } = process.env;
  const options = { cwd: PEERS, stdio: ['ignore' as const, 2, 2] };
  if (npm === undefined) execFileSync('npm', ['ci'], options);
  else execFileSync(process.execPath, [npm, 'ci'], options);
}

/** The release that is measured: of what the peers have for themselves theirs, of all else that of Gatehouse. */
export function versionOf(name: string): string {
  const version = name in wanted() ? installed(name) : versionIn(SHARED, name);
  if (version === undefined) throw new Error(`${name} is not installed`);
  return version;
}

function wanted(): Record<string, string> {
  const { dependencies } = JSON.parse(readFileSync(resolve(PEERS, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  return dependencies;
}

function installed(name: string): string | undefined {
  return versionIn(resolve(PEERS, 'node_modules'), name);
}

function versionIn(folder: string, name: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(resolve(folder, name, 'package.json'), 'utf8')) as { version: string }).version;
  } catch {
    return undefined;
  }
}
