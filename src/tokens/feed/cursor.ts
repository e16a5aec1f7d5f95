/** A snapshot of transactions, in PostgreSQL's words: `xmin:xmax:xip_list`. */
const SNAPSHOT = /^(\d{1,19}):(\d{1,19}):((?:\d{1,19}(?:,\d{1,19})*)?)$/;

/** Opaque to clients, and good as an ETag. */
export const encodeCursor = (snapshot: string): string => Buffer.from(snapshot).toString('base64url');

/** Undefined for what `encodeCursor` did not make. */
export function decodeCursor(cursor: string): string | undefined {
  const snapshot = Buffer.from(cursor, 'base64url').toString('latin1');
  return isSnapshot(snapshot) ? snapshot : undefined;
}

/** The first transaction that a snapshot saw nothing of, because it did not exist yet. */
export const endOf = (snapshot: string): bigint => BigInt(snapshot.split(':', 2)[1]!);

/** The first transaction that was not over yet. */
export const beginOf = (snapshot: string): bigint => BigInt(snapshot.split(':', 1)[0]!);

/** As PostgreSQL judges it, which takes anything else for a defect of whoever asks: those that run rise within the ends. */
function isSnapshot(text: string): boolean {
  const [, begin = '', end = '', list = ''] = SNAPSHOT.exec(text) ?? [];
  if (begin === '') return false;
  const running = list === '' ? [] : list.split(',').map(BigInt);
  const [xmin, xmax] = [BigInt(begin), BigInt(end)];
  if (xmin === 0n || xmin > xmax) return false;
  return running.every((id, i) => id >= (running[i - 1] ?? xmin) && id < xmax);
}
