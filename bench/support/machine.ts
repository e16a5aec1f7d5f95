import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, platform, release, totalmem } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** Which processors this benchmark may use, and which part of it runs where. */
export interface Cores {
  /** Whether processes can be held on a processor here at all. */
  readonly pinned: boolean;
  /** What is measured has this one for itself. */
  readonly service: number;
  /** Load generator and PostgreSQL. */
  readonly others: readonly number[];
}

/** Holds this process, and so all that it starts, off the processor of what is measured. */
export function pinThisProcess(): Cores {
  const allowed = allowedCores();
  const [service = 0, ...others] = allowed;
  const hasTaskset = spawnSync('taskset', ['--version']).status === 0;
  if (!hasTaskset || others.length === 0) return { pinned: false, service, others };
  execFileSync('taskset', ['-a', '-p', '-c', others.join(','), String(process.pid)], { stdio: 'ignore' });
  return { pinned: true, service, others };
}

/** A command line that runs on these processors only. */
export function onCores(cores: Cores, which: 'service' | 'all', command: readonly string[]): readonly string[] {
  if (!cores.pinned) return command;
  const list = which === 'service' ? [cores.service] : [cores.service, ...cores.others];
  return ['taskset', '-c', list.join(','), ...command];
}

function allowedCores(): number[] {
  const count = availableParallelism();
  const list = /^Cpus_allowed_list:\s*(.+)$/m.exec(procFile('/proc/self/status'))?.[1];
  if (!list) return Array.from({ length: count }, (_, core) => core);
  return list.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}

/** Processor time of a process since its start, in milliseconds. Linux only, else NaN. */
export function cpuTime(pid: number): number {
  // The name, in parentheses, may hold blanks; utime and stime are the 12th and 13th fields behind it.
  const fields = procFile(`/proc/${pid}/stat`).split(') ')[1]?.split(' ');
  const TICK_MS = 10;
  return fields ? (Number(fields[11]) + Number(fields[12])) * TICK_MS : Number.NaN;
}

/** Time that these processors have worked since the machine's start, for whomever, in milliseconds. */
export function busyTime(cores: readonly number[]): number {
  const TICK_MS = 10;
  const stat = procFile('/proc/stat');
  return cores.reduce((sum, core) => {
    const line = new RegExp(`^cpu${core} (.+)$`, 'm').exec(stat)?.[1]?.split(' ').map(Number);
    if (!line) return Number.NaN;
    const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = line;
    return sum + (user + nice + system + irq + softirq) * TICK_MS;
  }, 0);
}

/** Share of all processors that somebody uses while we only wait. */
export async function foreignShare({ service, others }: Cores): Promise<number> {
  const SAMPLE_MS = 2000;
  const all = [service, ...others];
  const before = busyTime(all);
  await sleep(SAMPLE_MS);
  return (busyTime(all) - before) / SAMPLE_MS / all.length;
}

/** Memory of a process that is in RAM, in MiB. Linux only, else NaN. */
export function residentMiB(pid: number): number {
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(procFile(`/proc/${pid}/status`))?.[1];
  return kib ? Number(kib) / 1024 : Number.NaN;
}

export function describeMachine() {
  return {
    processor: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${release()}`,
    node: process.version,
  };
}

function procFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
