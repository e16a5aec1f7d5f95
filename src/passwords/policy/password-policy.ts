import { Injectable } from '@nestjs/common';
import type { InputFault } from '#common/errors/index.js';
import { Config } from '#config/index.js';
import { isText, lengthOf, MAX_LENGTH, passwordText } from '../password-text.js';
import { WeakPassword } from '../passwords.errors.js';
import { BreachedPasswords } from './breached/breached-passwords.js';
import { isCommon } from './common-passwords.js';
import { isMostly, wordsOf, wordsOfHost } from './context-words.js';
import { fold } from './folding.js';
import { isRepetition, isSequence } from './patterns.js';

/** What is known of the person who chooses the password. */
export interface PasswordContext {
  readonly username?: string | undefined;
  readonly email?: string | undefined;
  readonly fullName?: string | undefined;
}

type Fault = Omit<InputFault, 'pointer'>;

const COMPOSITION: readonly [RegExp, string][] = [
  [/\p{Lu}/u, 'an upper-case letter'],
  [/\p{Ll}/u, 'a lower-case letter'],
  [/\p{Nd}/u, 'a digit'],
  [/[^\p{L}\p{N}]/u, 'a sign'],
];

/**
 * Whether a new password is hard enough to guess (NIST SP 800-63B-4 §3.1.1.2, ASVS 6.2). Asked when a password is set,
 * never when it is checked. It judges by length and by lists; which kinds of characters are used is nobody's business
 * (ASVS 6.2.5) unless the operator says so.
 */
@Injectable()
export class PasswordPolicy {
  private readonly minLength: number;
  private readonly composition: boolean;
  /** ASVS 6.1.2: the product and the host. The user's own words are added with each question. */
  private readonly serviceWords: readonly string[];

  constructor(
    { passwords, publicUrl }: Config,
    private readonly breached: BreachedPasswords,
  ) {
    this.minLength = passwords.minLength;
    this.composition = passwords.composition;
    this.serviceWords = ['gatehouse', ...wordsOfHost(new URL(publicUrl).hostname)];
  }

  /**
   * Throws WeakPassword with every rule that is broken. `pointer` says where in the request the password stands. To be
   * asked before a transaction: it may wait for another service. Nobody else is asked about what is refused anyway.
   */
  async check(password: string, context: PasswordContext = {}, pointer = '/password'): Promise<void> {
    const faults = this.faultsOf(password, context);
    if (faults.length === 0 && (await this.breached.knows(passwordText(password)!))) faults.push(knownFromBreach);
    if (faults.length > 0) throw new WeakPassword(faults.map((fault) => ({ pointer, ...fault })));
  }

  private faultsOf(password: string, context: PasswordContext): Fault[] {
    const text = passwordText(password);
    if (text === undefined) return [isText(password) ? tooLong : notText];

    const folded = fold(text);
    const faults: (Fault | false)[] = [
      lengthOf(text) < this.minLength && {
        code: 'password_too_short',
        detail: `Use at least ${this.minLength} characters.`,
      },
      isCommon(folded) && {
        code: 'password_common',
        detail: 'This is among the most common passwords, or one of them with little added.',
      },
      isMostly([...this.serviceWords, ...wordsOfUser(context)], folded) && {
        code: 'password_contains_context',
        detail: 'It consists mostly of your name, your address or the name of this service.',
      },
      isRepetition(folded, this.minLength) && {
        code: 'password_repetitive',
        detail: 'It repeats the same few characters.',
      },
      isSequence(folded) && {
        code: 'password_sequential',
        detail: 'Its characters follow each other in the alphabet, in counting or on the keyboard.',
      },
      this.composition && compositionFault(text),
    ];
    return faults.filter((fault) => fault !== false);
  }
}

const tooLong: Fault = { code: 'password_too_long', detail: `Use at most ${MAX_LENGTH} characters.` };
const knownFromBreach: Fault = {
  code: 'password_breached',
  detail: 'It is known from a breach of another service. Choose one that you use nowhere else.',
};
const notText: Fault = { code: 'password_not_text', detail: 'It contains something that is not a character.' };

function wordsOfUser({ username = '', email = '', fullName = '' }: PasswordContext): string[] {
  const [local = '', host = ''] = email.split('@');
  return [...wordsOf(username), ...wordsOf(email), ...wordsOf(local), ...wordsOfHost(host), ...wordsOf(fullName)];
}

function compositionFault(text: string): Fault | false {
  const missing = COMPOSITION.filter(([kind]) => !kind.test(text)).map(([, name]) => name);
  return missing.length > 0 && { code: 'password_composition', detail: `It lacks ${missing.join(', ')}.` };
}
