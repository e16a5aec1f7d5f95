import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Config } from '#config/index.js';
import { Outbox } from '#mail/index.js';
import { mailedLink } from '#tokens/index.js';
import { type Account, AccountsService, recipientOf } from '#users/index.js';
import { LetterQueue } from '../letters/letter-queue.js';
import { type DueRow, PendingRegistrationsService } from './pending-registrations.service.js';

/** Finds out, after the answer, whether an address that somebody registered with has an account, and writes to it. */
@Injectable()
export class RegistrationLettersService extends LetterQueue {
  constructor(
    private readonly dataSource: DataSource,
    private readonly pending: PendingRegistrationsService,
    private readonly accounts: AccountsService,
    private readonly outbox: Outbox,
    private readonly config: Config,
  ) {
    super();
  }

  /** For somebody who has lost the letter and asks for a new password. Sent after the commit. */
  writeAgain(email: string, tx: EntityManager): Promise<void> {
    return this.pending.remind(email, tx);
  }

  protected serveOne(): Promise<boolean> {
    return this.dataSource.transaction(async (tx) => {
      const due = await this.pending.takeDue(tx);
      if (!due) return false;
      const holder = await this.accounts.findByEmail(due.email, tx);
      await (holder ? this.writeToHolder(holder, due.locale, tx) : this.writeConfirmation(due, tx));
      return true;
    });
  }

  /** Nothing in it signs anybody in. The secret of the registration is in no letter. */
  private async writeToHolder(holder: Account, locale: string, tx: EntityManager): Promise<void> {
    const data = { link: `${this.config.publicUrl}/forgot-password` };
    await this.outbox.post({ template: 'account_exists', to: recipientOf(holder), locale, data }, tx);
  }

  private async writeConfirmation(due: DueRow, tx: EntityManager): Promise<void> {
    const hours = this.config.tokens.emailVerificationHours;
    const data = { link: mailedLink(this.config, '/confirm-registration', due.secret), hours };
    const to = recipientOf(due);
    await this.outbox.post({ template: 'confirm_registration', to, locale: due.locale, data }, tx);
  }
}
