import { LetterNotReadable } from '../outbox/letter-seal.js';
import { UnmailableAddress } from '../address.js';

const LONGEST = 300;

/** What nodemailer adds to its errors. */
interface SmtpError extends Error {
  readonly code?: string;
  readonly command?: string;
  readonly response?: string;
  readonly responseCode?: number;
}

/**
 * Whether another attempt cannot help. Of what mail servers refuse for good (5yz) only "there is no such mailbox" counts:
 * a wrong password, a policy or a full quota of ours is mended by the operator while the letter waits.
 */
export function isFinal(error: unknown): boolean {
  if (error instanceof LetterNotReadable || error instanceof UnmailableAddress) return true;
  const { command, responseCode = 0, response = '' } = error as SmtpError;
  if (command !== 'RCPT TO') return false;
  const enhanced = /\b5\.\d{1,3}\.\d{1,3}\b/.exec(response)?.[0];
  return enhanced ? enhanced.startsWith('5.1.') : [550, 551, 553].includes(responseCode);
}

/**
 * For the log and the table. Mail servers repeat what they do not like: links, and whatever looks like a token, are cut
 * out, and so is the recipient, who is in the table anyway.
 */
export function describeFailure(error: unknown, recipient: string): string {
  const { code, command, message }: SmtpError = error instanceof Error ? error : new Error(String(error));
  const text = message
    .replaceAll(/[\s\p{C}]+/gu, ' ')
    .replaceAll(/\b[a-z][a-z0-9+.-]*:\/\/\S*/gi, '[link]')
    .replaceAll(recipient, '[recipient]')
    .replaceAll(/[\w-]{32,}/g, '[…]')
    .trim();
  return [code, command, text].filter(Boolean).join(': ').slice(0, LONGEST);
}
