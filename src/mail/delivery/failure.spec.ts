import { UnmailableAddress } from '../address.js';
import { LetterNotReadable } from '../outbox/letter-seal.js';
import { describeFailure, isFinal } from './failure.js';

const smtp = (members: object) => Object.assign(new Error('refused'), members);

describe('isFinal', () => {
  it.each([
    ['no such mailbox', { command: 'RCPT TO', responseCode: 550, response: '550 5.1.1 User unknown' }, true],
    [
      'no such mailbox, without an enhanced code',
      { command: 'RCPT TO', responseCode: 550, response: '550 unknown' },
      true,
    ],
    ['a full mailbox', { command: 'RCPT TO', responseCode: 552, response: '552 5.2.2 Over quota' }, false],
    ['a policy', { command: 'RCPT TO', responseCode: 550, response: '550 5.7.1 Relaying denied' }, false],
    ['greylisting', { command: 'RCPT TO', responseCode: 450, response: '450 4.2.0 Greylisted' }, false],
    ['a wrong password', { command: 'AUTH PLAIN', responseCode: 535, response: '535 5.7.8 Bad credentials' }, false],
    [
      'a sender that is not allowed',
      { command: 'MAIL FROM', responseCode: 550, response: '550 5.1.8 Bad sender' },
      false,
    ],
    ['a connection that is refused', { code: 'ECONNECTION', command: 'CONN' }, false],
  ])('%s', (_, members, final) => expect(isFinal(smtp(members))).toBe(final));

  it('is a letter that cannot be read or addressed', () => {
    expect(isFinal(new LetterNotReadable())).toBe(true);
    expect(isFinal(new UnmailableAddress())).toBe(true);
    expect(isFinal('odd')).toBe(false);
  });
});

describe('describeFailure', () => {
  it('names what failed, on one line', () => {
    const error = Object.assign(new Error('Mail command failed:\r\n451 later'), {
      code: 'EENVELOPE',
      command: 'RCPT TO',
    });
    expect(describeFailure(error, 'ada@example.org')).toBe('EENVELOPE: RCPT TO: Mail command failed: 451 later');
  });

  it('cuts out links, tokens and the recipient, and what is too long', () => {
    const error = new Error(
      `Spam from ada@example.org: https://auth.example.org/x#token=abc ght_${'x'.repeat(43)} ${'no '.repeat(200)}`,
    );
    const text = describeFailure(error, 'ada@example.org');
    expect(text).toMatch(/^Spam from \[recipient\]: \[link\] \[…\] no no/);
    expect(text.length).toBeLessThanOrEqual(300);
  });

  it('takes whatever is thrown', () => expect(describeFailure('odd', 'ada@example.org')).toBe('odd'));
});
