import { cleanUp, cleanUpOnSignals, isLeaving } from './cleanup.ts';
import { isBuilt } from './service.ts';

/** A benchmark of the built service: it ends in `longestMs` at the latest, and leaves nothing behind, however it ends. */
export async function run(longestMs: number, main: () => Promise<void>): Promise<void> {
  if (!isBuilt()) {
    console.error('There is no dist/src/main.js. Build it first: npm run build');
    process.exit(1);
  }
  cleanUpOnSignals(longestMs);
  try {
    await main();
  } catch (error) {
    if (!isLeaving()) console.error(error);
    process.exitCode = 1;
  } finally {
    await cleanUp();
  }
}
