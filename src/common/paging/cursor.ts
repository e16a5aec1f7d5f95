import { InvalidInput } from '../errors/index.js';

/** Opaque to clients: the sort it belongs to and the value of the last row. */
export function encodeCursor(sort: string, last: string): string {
  return Buffer.from(JSON.stringify([sort, last])).toString('base64url');
}

/** The value behind which to go on. Throws InvalidInput for what is not a cursor of this sort. */
export function decodeCursor(sort: string, cursor: string): string {
  const content = parse(Buffer.from(cursor, 'base64url').toString());
  if (Array.isArray(content) && content.length === 2 && content[0] === sort && typeof content[1] === 'string') {
    return content[1];
  }
  const detail = 'The cursor is not one that this list, sorted like this, has given out.';
  throw new InvalidInput([{ pointer: '/cursor', detail, code: 'invalid_cursor' }]);
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
