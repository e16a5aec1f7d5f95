import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DirectoryLock } from './directory-lock.js';
import { thisProcess, type LockHolder } from './lock-holder.js';

describe('DirectoryLock', () => {
  let directory: string;
  let held: DirectoryLock[];
  const told: string[] = [];
  const events = { onWait: (message: string) => void told.push(message), onLost: () => {} };

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'gatehouse-lock-'));
    held = [];
    told.length = 0;
  });

  afterEach(async () => {
    await Promise.all(held.map((lock) => lock.release()));
    rmSync(directory, { recursive: true });
  });

  const acquire = async (with_: Partial<typeof events> = {}) => {
    const lock = await DirectoryLock.acquire(directory, { ...events, ...with_ }, 3000);
    held.push(lock);
    return lock;
  };
  const leave = async (holder: Partial<LockHolder>) =>
    writeFileSync(join(directory, 'lock.1'), JSON.stringify({ ...(await thisProcess()), ...holder }));
  /** A process that has been killed and whose number is free again. */
  const deadPid = async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(child, 'spawn');
    child.kill('SIGKILL');
    await once(child, 'exit');
    return child.pid!;
  };

  it('refuses a second one and says who holds it', async () => {
    await acquire();
    await expect(acquire()).rejects.toThrow(
      `${directory} is in use by process ${process.pid} on ${hostname()}. The embedded database serves one process only`,
    );
    expect(told).toEqual([]);
  });

  it('is free again after its release', async () => {
    await (await acquire()).release();
    await acquire();
    expect(readdirSync(directory)).toEqual(['lock.2']);
    expect(statSync(join(directory, 'lock.2')).mode & 0o777).toBe(0o600);
  });

  it('is taken over from a process that was killed', async () => {
    await leave({ pid: await deadPid() });
    await acquire();
    expect(told).toEqual([]);
  });

  it.runIf(process.platform === 'linux')('is taken over when its process number went to another process', async () => {
    await leave({ pid: process.pid, startTime: '1' });
    await acquire();
    expect(told).toEqual([]);
  });

  it('goes to exactly one of many who find it free or its holder dead', async () => {
    const dead = await deadPid();
    for (let round = 0; round < 20; round++) {
      if (round % 2 === 0) await leave({ pid: dead });
      const results = await Promise.allSettled(Array.from({ length: 12 }, () => acquire()));
      const winners = results.filter((result) => result.status === 'fulfilled');
      expect(winners).toHaveLength(1);
      await winners[0]!.value.release();
      if (round % 2 === 1) rmSync(join(directory, readdirSync(directory)[0]!));
    }
  });

  it('is not taken from a holder on another host that shows signs of life', async () => {
    await leave({ place: 'elsewhere', host: 'other-host', pid: 1 });
    const beat = setInterval(() => void leave({ place: 'elsewhere', host: 'other-host', pid: 1 }), 1000);
    await expect(acquire()).rejects.toThrow('is in use by process 1 on other-host');
    clearInterval(beat);
    expect(told).toHaveLength(1);
  });

  it('is taken over from a holder on another host that shows none', async () => {
    await leave({ place: 'elsewhere', host: 'other-host', pid: 1 });
    await acquire();
    expect(told).toEqual([expect.stringContaining('was used by process 1 on other-host')]);
  });

  it('tells a holder that it was taken over', async () => {
    const lost = new Promise<void>((resolve) => void acquire({ onLost: resolve }));
    await new Promise((resolve) => setTimeout(resolve, 200));
    await leave({ pid: await deadPid() }); // As the others see it: this process does not move any more.
    await acquire();
    await lost;
    expect(readdirSync(directory)).toEqual(['lock.2']);
  }, 10_000);

  it('shows in its file who holds it', async () => {
    await acquire();
    const holder = JSON.parse(readFileSync(join(directory, 'lock.1'), 'utf8')) as LockHolder;
    expect(holder).toMatchObject({ pid: process.pid, host: hostname() });
  });
});
