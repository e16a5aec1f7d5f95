import { readdir, readFile, rm } from 'node:fs/promises';
import type { Profiler } from 'node:inspector';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { mergeProcessCovs } from '@bcoe/v8-coverage';
import convert from 'ast-v8-to-istanbul';
import { parseAstAsync } from 'vitest/node';
import { ROOT } from '../project-root.js';

interface ProcessCoverage {
  result: Profiler.ScriptCoverage[];
}

type SourceCoverage = Awaited<ReturnType<typeof convert>>;

const BUILT = pathToFileURL(join(ROOT, 'dist/src/')).href;

/** What programs covered that ran from `dist`, in terms of the source. Reads and removes the files in `folder`. */
export async function* processCoverage(folder: string): AsyncGenerator<SourceCoverage> {
  let merged: ProcessCoverage = { result: [] };
  for (const name of await readdir(folder).catch(() => [])) {
    const { result } = JSON.parse(await readFile(join(folder, name), 'utf8')) as ProcessCoverage;
    merged = mergeProcessCovs([merged, { result: result.filter(({ url }) => url.startsWith(BUILT)) }]);
  }
  await rm(folder, { recursive: true, force: true });
  for (const script of merged.result) yield inTermsOfSource(script);
}

async function inTermsOfSource(script: Profiler.ScriptCoverage): Promise<SourceCoverage> {
  const file = fileURLToPath(script.url);
  const code = await readFile(file, 'utf8');
  const sourceMap = JSON.parse(await readFile(`${file}.map`, 'utf8')) as never;
  return convert({ code, sourceMap, ast: (await parseAstAsync(code)) as never, coverage: script });
}
