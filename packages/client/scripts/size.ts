import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';

export const MOST_BYTES = 6 * 1024;
const ENTRY = fileURLToPath(new URL('../src/index.ts', import.meta.url));

/** The main entry as an application gets it: bundled, minified, compressed. */
export async function bundleSize(): Promise<number> {
  const bundle = await rolldown({ input: ENTRY, platform: 'browser' });
  const { output } = await bundle.generate({ minify: true, format: 'esm' });
  await bundle.close();
  return output.reduce((sum, file) => sum + (file.type === 'chunk' ? gzipSync(file.code, { level: 9 }).length : 0), 0);
}

if (import.meta.main) console.log(`${await bundleSize()} of ${MOST_BYTES} bytes`);
