import { assertMailable, presentableName, UnmailableAddress } from './address.js';

describe('assertMailable', () => {
  it.each([
    'ada@example.org',
    'admin@localhost',
    'ada+tag@sub.example.org',
    "o'hara@example.org",
    'jürgen@bücher.example',
  ])('lets %s pass', (address) => expect(() => assertMailable(address)).not.toThrow());

  it.each([
    'ada@example.org\r\nBcc: eve@example.org',
    'ada@example.org\u2028eve@example.org',
    'ada@example.org,eve@example.org',
    'ada@example.org;eve@example.org',
    'Ada <ada@example.org>',
    'ada@eve@example.org',
    '"ada lovelace"@example.org',
    'ada(comment)@example.org',
    'ada\u202e@example.org',
    'ada',
    '@example.org',
    'ada@',
    '',
    `${'a'.repeat(250)}@example.org`,
  ])('refuses %j', (address) => expect(() => assertMailable(address)).toThrow(UnmailableAddress));
});

describe('presentableName', () => {
  it.each(['Ada', 'Grete Müller-Lüdenscheidt', "Seán O'Hara", 'Dr. Ada Lovelace (Analytics)', '佐藤 花子'])(
    'keeps %s',
    (name) => expect(presentableName(` ${name} `)).toBe(name),
  );

  it.each([
    'Win $ at http://evil.example',
    'visit evil.example now',
    'Ada\r\nBcc: eve',
    'a@b.example',
    'x'.repeat(65),
    '',
    undefined,
  ])('leaves %j out', (name) => expect(presentableName(name)).toBeUndefined());
});
