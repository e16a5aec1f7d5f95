import { randomFillSync } from 'node:crypto';
import { uuidv7 } from '@gatehouse/verifier/testing';

// Nobody who installs the package can get at these: taken from the build, and their types from the source.
const inside = (path: string): Promise<unknown> => import(`../../packages/verifier/dist/revocations/${path}.js`);
type IndexModule = typeof import('../../packages/verifier/src/revocations/revocation-index.ts');
type TailModule = typeof import('../../packages/verifier/src/revocations/tail.ts');
const { RevocationIndex } = (await inside('revocation-index')) as IndexModule;
const { tailOf } = (await inside('tail')) as TailModule;

const NOW = 1_000_000;
const LOOKUPS = 2_000_000;
const IDS = 100_000;

/** The index by itself, filled as a snapshot of the feed would fill it. */
export function measureIndex(entries: number) {
  const tails = randomFillSync(new Uint8Array(entries * 8));
  const index = new RevocationIndex();
  let longestAddMs = 0;
  const addMs = timed(() => {
    for (let at = 0; at < tails.byteLength; at += 8) {
      const one = { expiry: NOW + 60, tails: new DataView(tails.buffer, at, 8) };
      longestAddMs = Math.max(
        longestAddMs,
        timed(() => index.add({ ids: [one], users: [] }, NOW)),
      );
    }
  });
  if (index.size(NOW) !== entries) throw new Error(`The index knows ${index.size(NOW)} of ${entries} entries`);

  const view = new DataView(tails.buffer);
  const known = Array.from({ length: IDS }, (_, i) => ({
    high: view.getUint32(i * 8),
    low: view.getUint32(i * 8 + 4),
  }));
  const ids = Array.from({ length: IDS }, () => uuidv7());
  const unknown = ids.map((id) => tailOf(id));
  let found = 0;
  // A token is looked for by its session, by its own id and by its user.
  const look = (each: { high: number; low: number } | undefined) => {
    if (index.has({ session: each, tokenId: each, subject: each }, 0, NOW)) found++;
  };
  const over = (list: readonly ({ high: number; low: number } | undefined)[]) => () => {
    for (let i = 0; i < LOOKUPS; i++) look(list[i % IDS]);
  };
  const counted = (list: Parameters<typeof over>[0]) => {
    found = 0;
    return { ms: timed(over(list)), found };
  };
  counted(unknown);
  counted(known);
  const [miss, hit] = [counted(unknown), counted(known)];
  if (miss.found !== 0 || hit.found !== LOOKUPS) throw new Error('The index does not know what it was told');
  const tailMs = timed(() => {
    for (let i = 0; i < LOOKUPS; i++) tailOf(ids[i % IDS]!);
  });
  return {
    bytesPerEntry: index.bytes / entries,
    missNs: (miss.ms * 1e6) / LOOKUPS,
    hitNs: (hit.ms * 1e6) / LOOKUPS,
    tailNs: (tailMs * 1e6) / LOOKUPS,
    addNs: (addMs * 1e6) / entries,
    longestAddMs,
  };
}

function timed(work: () => void): number {
  const began = performance.now();
  work();
  return performance.now() - began;
}
