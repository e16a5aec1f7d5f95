import { SecretKey } from '#database/index.js';
import type { Letter } from '../letter.js';
import { LetterNotReadable, LetterSeal } from './letter-seal.js';

const letter: Letter = {
  template: 'new_device',
  to: { name: 'Ada', address: 'ada@example.org' },
  locale: 'en',
  data: {
    device: 'Firefox',
    ip: '192.0.2.1',
    when: new Date('2026-11-20T14:05:00Z'),
    link: 'https://auth.example.org/x',
  },
};
const envelope = {
  id: '01890000-0000-7000-8000-000000000001',
  template: letter.template,
  locale: 'en',
  recipient: 'ada@example.org',
};
const seal = new LetterSeal(new SecretKey('a secret that is long enough for tests'));

describe('LetterSeal', () => {
  it('gives back what was sealed, dates as dates', () => {
    expect(seal.open(envelope, seal.seal(envelope, letter))).toEqual(letter);
  });

  it.each([
    ['another recipient', { recipient: 'eve@example.org' }],
    ['another letter', { id: '01890000-0000-7000-8000-000000000002' }],
    ['another template', { template: 'password_changed' as const }],
    ['another language', { locale: 'de' }],
  ])('does not open for %s', (_, change) => {
    expect(() => seal.open({ ...envelope, ...change }, seal.seal(envelope, letter))).toThrow(LetterNotReadable);
  });

  it('does not open with another key, cut short or changed', () => {
    const sealed = seal.seal(envelope, letter);
    const other = new LetterSeal(new SecretKey('another secret, also long enough for it'));
    expect(() => other.open(envelope, sealed)).toThrow(LetterNotReadable);
    expect(() => seal.open(envelope, sealed.subarray(0, -1))).toThrow(LetterNotReadable);
    expect(() => seal.open(envelope, Buffer.alloc(0))).toThrow(LetterNotReadable);
    sealed[40]! ^= 1;
    expect(() => seal.open(envelope, sealed)).toThrow(LetterNotReadable);
  });
});
