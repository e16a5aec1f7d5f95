import { written } from './values.js';

const english = { locale: 'en', publicUrl: 'https://auth.example.org/id' };
const german = { ...english, locale: 'de' };

describe('a link', () => {
  it('begins with PUBLIC_URL', () => {
    const link = 'https://auth.example.org/id/verify-email#token=ght_x-Y_1';
    expect(written('link', link, english)).toBe(link);
  });

  it.each([
    'https://evil.example/',
    'https://auth.example.org.evil.example/id/',
    'https://auth.example.org/idle',
    'https://auth.example.org/id',
    'javascript:alert(1)//https://auth.example.org/id/',
    'https://auth.example.org/id/x y',
    'https://auth.example.org/id/x\r\ny',
    'https://auth.example.org/id/"onclick="',
    undefined,
  ])('is refused as %j', (link) => expect(() => written('link', link, english)).toThrow('PUBLIC_URL'));
});

describe('other values', () => {
  it.each([
    [1, '1 hour', '1 Stunde'],
    [24, '24 hours', '24 Stunden'],
    [36, '36 hours', '36 Stunden'],
    [168, '7 days', '7 Tage'],
  ])('%i hours', (hours, inEnglish, inGerman) => {
    expect(written('hours', hours, english)).toBe(inEnglish);
    expect(written('hours', hours, german)).toBe(inGerman);
  });

  it('writes a moment out, in UTC', () => {
    const at = new Date('2026-11-20T14:05:33Z');
    expect(written('moment', at, english).replaceAll('\u202f', ' ')).toBe('November 20, 2026 at 2:05 PM UTC');
    expect(written('moment', at, german)).toBe('20. November 2026 um 14:05 UTC');
  });

  it('refuses what is no moment', () => expect(() => written('moment', new Date(Number.NaN), english)).toThrow());

  it('makes nothing of a browser name that a mail program would make a link of', () => {
    const said = 'Chrome 131 on Windows; see http://evil.example/win\r\nwww.evil.example <b> or mail eve@evil.example';
    const text = written('foreign', said, english);
    expect(text).toContain('Chrome 131 on Windows');
    expect(text).not.toMatch(/:\/\/|\.\w|@|[\r\n<>]/);
    expect(text.length).toBeLessThanOrEqual(80);
  });

  it('keeps text on one line', () => expect(written('text', 'a\r\nb\tc', english)).toBe('a b c'));
});
