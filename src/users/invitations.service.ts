import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { SecurityEvents } from '#common/events/security-events.js';
import { Config } from '#config/index.js';
import { Outbox } from '#mail/index.js';
import { mailedLink, OneTimeTokensService } from '#tokens/index.js';
import { recipientOf } from './accounts.service.js';
import type { UserRow } from './user.statements.js';

const HOUR_SECONDS = 60 * 60;

/** Letters to people for whom an administrator has made an account: they choose the password themselves (ASVS 6.4.6). */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly oneTimeTokens: OneTimeTokensService,
    private readonly outbox: Outbox,
    private readonly config: Config,
    private readonly events: SecurityEvents,
  ) {}

  async write(user: UserRow, locale: string, tx: EntityManager): Promise<void> {
    const hours = this.config.tokens.invitationHours;
    const secret = await this.oneTimeTokens.issue('invitation', user.id, hours * HOUR_SECONDS, { tx });
    const data = { link: mailedLink(this.config, '/accept-invitation', secret), hours, username: user.username };
    await this.outbox.post({ template: 'invitation', to: recipientOf(user), locale, data }, tx);
    this.events.publish({ type: 'invitation.sent', outcome: 'success', userId: user.id });
  }
}
