type Work = () => Promise<void>;

const pending = new Set<Work>();
let running: Promise<void> | undefined;
let told = false;

/** `work` is done at the latest when the benchmark ends, however it ends. Returns how to do it earlier, once. */
export function atTheEnd(work: Work): Work {
  let done: Promise<void> | undefined;
  const once = (): Promise<void> => {
    pending.delete(once);
    return (done ??= work());
  };
  pending.add(once);
  return once;
}

/** The last thing begun is the first one ended. */
export function cleanUp(): Promise<void> {
  running ??= (async () => {
    for (const work of [...pending].toReversed()) {
      await work().catch((error: unknown) => console.error('Left behind:', error));
    }
  })();
  return running;
}

/** Also on Ctrl-C, and when the whole takes longer than anybody should wait. */
export function cleanUpOnSignals(longestMs: number): void {
  const leave = (code: number) => {
    told = true;
    void cleanUp().finally(() => process.exit(code));
  };
  process.once('SIGINT', () => leave(130));
  process.once('SIGTERM', () => leave(143));
  process.once('SIGHUP', () => leave(129));
  process.once('uncaughtException', (error) => {
    console.error(error);
    leave(1);
  });
  setTimeout(() => {
    console.error(`Not finished after ${longestMs / 1000} s: given up`);
    leave(1);
  }, longestMs).unref();
}

/** Whether the end was asked for: what fails from then on is no news. */
export function isLeaving(): boolean {
  return told;
}

/** Fails when `promise` takes longer than a phase may. */
export async function within<T>(ms: number, what: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
