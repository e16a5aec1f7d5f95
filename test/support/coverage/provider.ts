import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import v8 from '@vitest/coverage-v8';
import { V8CoverageProvider } from '@vitest/coverage-v8/dist/provider.js';
import type { CoverageProviderModule, ReportContext } from 'vitest/node';
import { PROCESS_COVERAGE } from './process-env.js';
import { processCoverage } from './process-coverage.js';

/** Vitest's own coverage, and that of the programs that the tests start: the service, its threads, the command line. */
class WithProcesses extends V8CoverageProvider {
  private folder: string;

  override async clean(clean?: boolean): Promise<void> {
    await super.clean(clean);
    this.folder = await mkdtemp(join(tmpdir(), 'gatehouse-coverage-'));
    process.env[PROCESS_COVERAGE] = this.folder;
  }

  override async generateCoverage(context: ReportContext) {
    const map = await super.generateCoverage(context);
    for await (const covered of processCoverage(this.folder)) map.merge(covered);
    map.filter((file: string) => this.isIncluded(file));
    return map;
  }
}

export default { ...v8, getProvider: () => new WithProcesses() } satisfies CoverageProviderModule;
