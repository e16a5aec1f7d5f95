import { decodeCursor, encodeCursor } from './cursor.js';

describe('A cursor', () => {
  it.each(['748:748:', '3:9:4,6', '3:5:3,3', '9999999999999999999:9999999999999999999:'])(
    'is a snapshot: %s',
    (snapshot) => {
      expect(decodeCursor(encodeCursor(snapshot))).toBe(snapshot);
    },
  );

  it.each(['', 'x', '0:0:', '00:00:', '9:1:', '1:1:1', '1:5:4,3', '1:5:9', '3:5:2', '1:2:,', '1:2:1,'])(
    'is none that PostgreSQL would refuse: %j',
    (text) => expect(decodeCursor(encodeCursor(text))).toBeUndefined(),
  );
});
