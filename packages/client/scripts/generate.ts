/**
 * Writes src/generated/openapi.ts from the OpenAPI document that the service's own test holds: `npm run generate -w
 * packages/client`. With `--check` it writes nothing and fails when the file is not current.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';

const DOCUMENT = new URL('../../../test/openapi.snapshot.json', import.meta.url);
const TARGET = fileURLToPath(new URL('../src/generated/openapi.ts', import.meta.url));
const HEAD = '/** Made from the OpenAPI document by scripts/generate.ts; not to be edited by hand. */\n';
const PREFIX = '/api/v1/';

/** What the file must be for the document as it is now. */
export async function generated(): Promise<string> {
  const document = JSON.parse(await readFile(DOCUMENT, 'utf8')) as OpenAPI3;
  const code = HEAD + astToString(await openapiTS({ ...document, paths: slim(document.paths ?? {}) }));
  return format(code, { ...(await resolveConfig(TARGET)), filepath: TARGET });
}

export function committed(): Promise<string> {
  return readFile(TARGET, 'utf8').catch(() => '');
}

/** Refusals are all one type, of which the schema `Problem` has the codes: said at every route they make two thirds of the file. */
function slim(paths: NonNullable<OpenAPI3['paths']>): NonNullable<OpenAPI3['paths']> {
  const kept = structuredClone(Object.fromEntries(Object.entries(paths).filter(([path]) => path.startsWith(PREFIX))));
  for (const operation of Object.values(kept).flatMap((item) => Object.values(item))) {
    const { responses } = operation as { responses?: Record<string, unknown> };
    for (const status of Object.keys(responses ?? {})) if (status >= '300') delete responses![status];
  }
  return kept;
}

if (import.meta.main) {
  const text = await generated();
  if (!process.argv.includes('--check')) await writeFile(TARGET, text);
  else if ((await committed()) !== text) {
    console.error('packages/client/src/generated/openapi.ts is not current. Run: npm run generate -w packages/client');
    process.exitCode = 1;
  }
}
