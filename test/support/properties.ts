import fc from 'fast-check';

/** The same examples in each run. `FAST_CHECK_SEED=…` looks for others; what fails says seed and path. */
export const SEED = Number(process.env['FAST_CHECK_SEED'] ?? 20_260_101);

fc.configureGlobal({ seed: SEED, numRuns: 150 });

export { fc };

/** The name of a group of properties says from where they began. */
export const propertiesOf = (what: string): string => `${what} (FAST_CHECK_SEED=${SEED})`;

/** Text as no client of good will sends it: any code unit, NUL and half a surrogate pair included. */
export const anyText = (most = 64) => fc.string({ unit: 'binary', maxLength: most });

/** Text that is like something: mostly made of its signs, so that it gets further than the first look. */
export const textOf = (signs: string, most = 40) =>
  fc.array(fc.constantFrom(...signs.split('')), { maxLength: most }).map((letters) => letters.join(''));

/** How long something may take that is done for a stranger. Milliseconds; generous, because machines are busy. */
export const SOON_MS = 250;

export function takesLong(task: () => unknown): boolean {
  const begin = performance.now();
  task();
  if (performance.now() - begin < SOON_MS) return false;
  // Once more: what was slow, and not that task, is quick now.
  const again = performance.now();
  task();
  return performance.now() - again >= SOON_MS;
}
