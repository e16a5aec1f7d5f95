import type { Recipient } from '../letter.js';
import type { WrittenLetter } from '../templates/letter-writer.js';

export interface Message extends WrittenLetter {
  /** The same at every attempt, so that a second copy can be recognised as one. */
  readonly id: string;
  readonly date: Date;
  readonly to: Recipient;
}

/** Where letters go. A class and not a symbol, so that it can be asked for by its type. */
export abstract class MailTransport {
  /** `none`: letters wait until there is a mail server. */
  abstract readonly kind: 'smtp' | 'mailbox' | 'none';

  /** Resolves when somebody else has taken the letter over. */
  abstract send(message: Message): Promise<void>;

  /** Called when nothing is being sent any more. */
  abstract close(): void;
}
