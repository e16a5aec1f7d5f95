/** What the processes of one start say to each other, where there are several. */

/** A worker: it answers requests. */
export const READY = 'ready';

/** The primary, to one worker when all are ready: say so. */
export const ANNOUNCE = 'announce';

/** The primary: tell your metrics. The answer is a `Reading`. */
export const READ_METRICS = 'read metrics';

/** The metrics of one process, as prom-client writes them for others of its kind. */
export interface Reading {
  readonly reading: readonly { readonly type: unknown }[];
}

export function isReading(message: unknown): message is Reading {
  return typeof message === 'object' && message !== null && 'reading' in message;
}
