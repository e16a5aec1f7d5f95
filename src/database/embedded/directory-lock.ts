import { readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CannotStart } from '../database.errors.js';
import { type HolderState, parseHolder, stateOf, thisProcess } from './lock-holder.js';

const NAME = /^lock\.(\d{1,15})$/;
const RELEASED = 'released\n';
const BEAT_MS = 2000;
const WATCH_MS = 10_000;
const WATCH_STEP_MS = 500;

export interface DirectoryLockEvents {
  /** The holder cannot be asked whether it lives; its heartbeat is being watched. */
  readonly onWait: (message: string) => void;
  /** Another process has taken over, because this one stood still for too long. */
  readonly onLost: () => void;
}

/**
 * Lets one process at a time use a directory.
 *
 * The lock is the file `lock.N` with the highest N. Whoever finds it released, or its holder dead, creates `lock.N+1`,
 * which of several starters only one can; an older file is deleted only when a newer one is there, so that a number is
 * never given out twice. The holder touches its file every two seconds, for starters on other hosts or in other
 * containers, who cannot look for its process.
 */
export class DirectoryLock {
  static async acquire(directory: string, events: DirectoryLockEvents, watchMs = WATCH_MS): Promise<DirectoryLock> {
    for (;;) {
      const [newest = 0] = await generations(directory);
      if (newest > 0 && !(await isFree(fileOf(directory, newest), directory, events, watchMs))) continue;
      const path = fileOf(directory, newest + 1);
      if (!(await create(path))) continue;
      // Somebody else was faster by a whole life: they have created, and deleted, the number that was free to us.
      const [highest, ...older] = await generations(directory);
      if (highest === newest + 1) {
        await Promise.all(older.map((generation) => rm(fileOf(directory, generation), { force: true })));
        return new DirectoryLock(path, events);
      }
      await rm(path, { force: true });
    }
  }

  private readonly heart: NodeJS.Timeout;

  private constructor(
    private readonly path: string,
    private readonly events: DirectoryLockEvents,
  ) {
    this.heart = setInterval(() => void this.beat(), BEAT_MS).unref();
  }

  async release(): Promise<void> {
    clearInterval(this.heart);
    // Over what stands there. Not created again when it is gone: then the directory is somebody else's.
    await writeFile(this.path, RELEASED, { flag: 'r+' }).catch(() => {});
  }

  private async beat(): Promise<void> {
    try {
      await utimes(this.path, new Date(), new Date());
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return;
      clearInterval(this.heart);
      this.events.onLost();
    }
  }
}

/** `false`: it is another file by now, look again. Throws when the holder lives. */
async function isFree(path: string, directory: string, events: DirectoryLockEvents, watchMs: number): Promise<boolean> {
  const content = await readIfThere(path);
  if (content === undefined) return false;
  if (content.startsWith(RELEASED)) return true;
  const holder = parseHolder(content);
  const name = holder ? `process ${holder.pid} on ${holder.host}` : 'a process that is just starting';
  let state = holder ? await stateOf(holder) : 'unknown';
  if (state === 'unknown') {
    events.onWait(`${directory} was used by ${name}. Watching for ${watchMs / 1000} s whether it still is.`);
    state = await watch(path, watchMs);
    if (state === 'unknown') return false;
  }
  if (state === 'dead') return true;
  throw new CannotStart(
    `${directory} is in use by ${name}. The embedded database serves one process only: ` +
      'stop that one, choose another DATA_DIR, or use a PostgreSQL server (DATABASE_URL).',
  );
}

/** Compares the file with itself only: the clocks of two hosts may differ. */
async function watch(path: string, watchMs: number): Promise<HolderState> {
  const before = await fingerprint(path);
  for (let waited = 0; waited < watchMs; waited += WATCH_STEP_MS) {
    await sleep(WATCH_STEP_MS);
    const now = await fingerprint(path);
    if (now.content !== before.content) return 'unknown';
    if (now.touched !== before.touched) return 'alive';
  }
  return 'dead';
}

async function fingerprint(path: string): Promise<{ content: string | undefined; touched: number | undefined }> {
  const touched = await stat(path).catch(() => undefined);
  return { content: await readIfThere(path), touched: touched?.mtimeMs };
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Only one of several can create it. */
async function create(path: string): Promise<boolean> {
  try {
    await writeFile(path, JSON.stringify(await thisProcess()), { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Newest first. */
async function generations(directory: string): Promise<number[]> {
  const names = await readdir(directory);
  return names
    .flatMap((name) => NAME.exec(name)?.[1] ?? [])
    .map(Number)
    .toSorted((a, b) => b - a);
}

function fileOf(directory: string, generation: number): string {
  return join(directory, `lock.${generation}`);
}
