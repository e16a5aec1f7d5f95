import { Injectable } from '@nestjs/common';
import type { DerivedKeys } from '#common/crypto/derived-keys.js';
import { SecretKey } from '#database/index.js';
import { fieldsOf } from '../fields.js';
import type { Letter } from '../letter.js';
import type { OutboxLetter } from './outbox.entity.js';

export type Envelope = Pick<OutboxLetter, 'id' | 'template' | 'locale' | 'recipient'>;

interface Contents {
  readonly name?: string;
  readonly data: Record<string, unknown>;
}

/** The letter is there, and this SECRET_KEY does not open it. */
export class LetterNotReadable extends Error {
  constructor() {
    super('The letter cannot be opened: it was sealed with another SECRET_KEY, or changed in the table');
  }
}

/**
 * What a letter says, as it lies in the table. Sealed together with where it goes, so that somebody who can write to the
 * table cannot have a link sent to another address.
 */
@Injectable()
export class LetterSeal {
  private readonly keys: DerivedKeys;

  constructor(secretKey: SecretKey) {
    this.keys = secretKey.keysFor('outbox-letters');
  }

  seal(envelope: Envelope, { to: { name }, data }: Letter): Buffer {
    return this.keys.seal(Buffer.from(JSON.stringify({ name, data })), contextOf(envelope));
  }

  /** Throws LetterNotReadable. */
  open(envelope: Envelope, sealed: Buffer): Letter {
    const { template, locale, recipient } = envelope;
    const { name, data } = this.contents(envelope, sealed);
    const moments = fieldsOf(template).filter(([, kind]) => kind === 'moment');
    const revived = Object.fromEntries(moments.map(([field]) => [field, new Date(data[field] as string)]));
    return { template, locale, to: { name, address: recipient }, data: { ...data, ...revived } } as Letter;
  }

  /** The same under the newest SECRET_KEY; undefined when it is already, or cannot be opened at all. */
  resealed(envelope: Envelope, sealed: Buffer): Buffer | undefined {
    try {
      return this.keys.resealed(sealed, contextOf(envelope));
    } catch {
      return undefined;
    }
  }

  private contents(envelope: Envelope, sealed: Buffer): Contents {
    try {
      return JSON.parse(this.keys.unseal(sealed, contextOf(envelope)).toString()) as Contents;
    } catch {
      throw new LetterNotReadable();
    }
  }
}

function contextOf({ id, template, locale, recipient }: Envelope): string {
  return JSON.stringify(['letter', id, template, locale, recipient]);
}
