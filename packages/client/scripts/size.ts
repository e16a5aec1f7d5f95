import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';

export const MOST_BYTES = 6 * 1024;
const ENTRY = fileURLToPath(new URL('../src/index.ts', import.meta.url));

/** The main entry as a page gets it: bundled, minified, compressed. What is loaded later, by whoever needs it, is not in it. */
export async function bundleSize(): Promise<number> {
  const bundle = await rolldown({ input: ENTRY, platform: 'browser' });
  const { output } = await bundle.generate({ minify: true, format: 'esm', comments: false });
  await bundle.close();
  const chunks = new Map(output.flatMap((file) => (file.type === 'chunk' ? [[file.fileName, file] as const] : [])));
  const entry = [...chunks.values()].find(({ isEntry }) => isEntry)!;
  const loaded = new Set([entry.fileName]);
  for (const name of loaded) for (const needed of chunks.get(name)!.imports) loaded.add(needed);
  return [...loaded].reduce((sum, name) => sum + gzipSync(chunks.get(name)!.code, { level: 9 }).length, 0);
}

if (import.meta.main) console.log(`${await bundleSize()} of ${MOST_BYTES} bytes`);
