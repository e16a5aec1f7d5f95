import { readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';

/** What stands in a lock file. */
export interface LockHolder {
  readonly pid: number;
  readonly host: string;
  /** Where `pid` means something: this boot of this machine, this container. */
  readonly place: string;
  /** Tells a process from a later one with the same number. Unknown where there is no /proc. */
  readonly startTime: string | undefined;
}

export type HolderState = 'alive' | 'dead' | 'unknown';

export async function thisProcess(): Promise<LockHolder> {
  const { pid } = process;
  return { pid, host: hostname(), place: await place(), startTime: (await statusOf(pid))?.startTime };
}

/** `undefined`: not written to its end yet, or not by us. */
export function parseHolder(content: string): LockHolder | undefined {
  try {
    return JSON.parse(content) as LockHolder;
  } catch {
    return undefined;
  }
}

/** Whether the holder still runs, as far as it can be seen from here. */
export async function stateOf(holder: LockHolder): Promise<HolderState> {
  if (holder.place !== (await place())) return 'unknown';
  if (!exists(holder.pid)) return 'dead';
  const status = await statusOf(holder.pid);
  if (!status || holder.startTime === undefined) return 'unknown';
  return status.startTime === holder.startTime && !status.ended ? 'alive' : 'dead';
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // It is there, but another user's.
  }
}

/** From proc(5), `stat`: field 3 is the state, field 22 the start time. Field 2 is a name that may hold anything. */
async function statusOf(pid: number): Promise<{ startTime: string; ended: boolean } | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  const startTime = fields?.[19];
  return startTime === undefined ? undefined : { startTime, ended: ['Z', 'X'].includes(fields![0]!) };
}

async function place(): Promise<string> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  const processNamespace = await readlink('/proc/self/ns/pid').catch(() => '');
  return [hostname(), boot.trim(), processNamespace].join(' ');
}
