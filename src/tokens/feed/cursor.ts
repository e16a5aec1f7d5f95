/** A snapshot of transactions, in PostgreSQL's words: `xmin:xmax:xip_list`. */
const SNAPSHOT = /^\d{1,19}:\d{1,19}:(\d{1,19}(,\d{1,19})*)?$/;

/** Opaque to clients, and good as an ETag. */
export const encodeCursor = (snapshot: string): string => Buffer.from(snapshot).toString('base64url');

/** Undefined for what `encodeCursor` did not make. */
export function decodeCursor(cursor: string): string | undefined {
  const snapshot = Buffer.from(cursor, 'base64url').toString('latin1');
  return SNAPSHOT.test(snapshot) ? snapshot : undefined;
}
