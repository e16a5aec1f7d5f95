import { execFile } from 'node:child_process';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { eventually, Service } from '../../support/service.js';
import { Journal } from './journal.js';
import { type House, USUAL } from './stage.js';

const run = promisify(execFile);

/** For the database, which begins with some 60 MB, and what the load writes. */
const SIZE = '160m';
const PIECES = [Buffer.alloc(1024 * 1024), Buffer.alloc(4096)];

const NOTICED_MS = 60_000;

/** The service with its embedded database on a small disk of its own. */
export class EmbeddedHouse implements House {
  readonly journal = new Journal();
  readonly database = 'embedded';

  /** `undefined` where nobody may make a small disk: that takes root, and a system that has tmpfs. */
  static async set(): Promise<EmbeddedHouse | undefined> {
    const disk = await mkdtemp(join(tmpdir(), 'gatehouse-disk-'));
    try {
      await run('mount', ['-t', 'tmpfs', '-o', `size=${SIZE},mode=0700`, 'tmpfs', disk]);
    } catch {
      await rm(disk, { recursive: true });
      return undefined;
    }
    const house = new EmbeddedHouse(disk, await mkdtemp(join(tmpdir(), 'gatehouse-faults-')));
    try {
      await house.start();
      return house;
    } catch (error) {
      await house.strike();
      throw error;
    }
  }

  private service: Service | undefined;

  private constructor(
    private readonly disk: string,
    private readonly folder: string,
  ) {}

  get origins(): string[] {
    return [this.service!.origin];
  }

  get said(): string {
    return this.service!.process.stdout + this.service!.process.stderr;
  }

  /** Somebody else writes until nothing goes in any more. */
  async fill(): Promise<void> {
    const file = await open(join(this.disk, 'filler'), 'w');
    for (const piece of PIECES) while (await fits(file, piece));
    await file.close();
  }

  /** What was allocated before is used up first: until then nobody notices. */
  async isNoticed(): Promise<void> {
    const before = this.journal.refused;
    await eventually(async () => this.journal.refused > before, NOTICED_MS);
  }

  async makeRoom(): Promise<void> {
    await rm(join(this.disk, 'filler'));
  }

  async strike(): Promise<void> {
    await this.service?.kill();
    await run('umount', ['-l', this.disk]);
    await Promise.all([this.disk, this.folder].map((path) => rm(path, { recursive: true, force: true })));
  }

  private async start(): Promise<void> {
    const env = { ...USUAL, DATA_DIR: join(this.disk, 'data'), DATABASE_TIMEOUT_SECONDS: '5' };
    this.service = await Service.start(env, { cwd: this.folder });
  }
}

async function fits(file: FileHandle, piece: Buffer): Promise<boolean> {
  try {
    return (await file.write(piece)).bytesWritten === piece.length;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false;
    throw error;
  }
}
