import { describe, expect, it } from 'vitest';
import { FrontendMessages, type FrontendUnit } from './frontend-messages.js';

const message = (type: string, body = '') => {
  const bytes = Buffer.from(`${type}____${body}`);
  bytes.writeInt32BE(bytes.length - 1, 1);
  return bytes;
};
const packet = (code: number, body = '') => {
  const bytes = Buffer.from(`________${body}`);
  bytes.writeInt32BE(bytes.length, 0);
  bytes.writeInt32BE(code, 4);
  return bytes;
};
const STARTUP = packet(0x00030000, 'user\0postgres\0\0');
const shown = (units: FrontendUnit[]) =>
  units.map((unit) =>
    typeof unit === 'string'
      ? unit
      : Buffer.from(unit)
          .toString('latin1')
          .replace(/[^A-Za-z]/g, ''),
  );

describe('FrontendMessages', () => {
  it('keeps what is asked in several messages together', () => {
    const messages = new FrontendMessages();
    const bytes = Buffer.concat([STARTUP, message('P'), message('B'), message('E'), message('S'), message('Q', 'one')]);
    expect(shown([...messages.take(bytes)])).toEqual(['startup', 'PBES', 'Qone']);
  });

  it('makes the same of bytes that come one by one', () => {
    const messages = new FrontendMessages();
    const bytes = Buffer.concat([packet(80877103), STARTUP, message('P', 'select'), message('S'), message('X')]);
    const units = [...bytes].flatMap((byte) => [...messages.take(Buffer.from([byte]))]);
    expect(shown(units)).toEqual(['encryption?', 'startup', 'PselectS', 'terminate']);
  });

  it('gives bytes away that nobody else holds', () => {
    const messages = new FrontendMessages();
    const [, unit] = messages.take(Buffer.concat([STARTUP, message('Q', 'a')]));
    expect((unit as Uint8Array).buffer.byteLength).toBe((unit as Uint8Array).length);
  });
});
