import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { SecurityEvents } from '#common/events/security-events.js';
import { type SessionAlarmRow, SessionAlarmsService } from '#tokens/index.js';
import { type Account, AccountsService, UserNotFound } from '#users/index.js';
import { LetterQueue } from './letter-queue.js';
import { NoticesService } from './notices.service.js';

/**
 * Tells owners of sessions that ended because a refresh token was used twice. The tokens room leaves an alarm with the
 * end of the session, and does not know letters; the event only rings, so that nobody waits for the next look.
 */
@Injectable()
export class SessionAlarmLettersService extends LetterQueue {
  constructor(
    private readonly dataSource: DataSource,
    private readonly alarms: SessionAlarmsService,
    private readonly accounts: AccountsService,
    private readonly notices: NoticesService,
    events: SecurityEvents,
  ) {
    super();
    events.subscribe(({ type }) => {
      if (type === 'refresh_token.reused') this.wake();
    });
  }

  protected serveOne(): Promise<boolean> {
    return this.dataSource.transaction(async (tx) => {
      const alarm = await this.alarms.take(tx);
      if (alarm) await this.tell(alarm, tx);
      return alarm !== undefined;
    });
  }

  private async tell({ user_id, user_agent, ended_at }: SessionAlarmRow, tx: EntityManager): Promise<void> {
    const account = await this.find(user_id, tx);
    if (!account) return;
    const notice = { template: 'suspicious_session', userAgent: user_agent, when: ended_at } as const;
    // In the language of the service: the request that showed it may have been the thief's.
    await this.notices.tell(tx, account, '', notice);
  }

  private async find(id: string, tx: EntityManager): Promise<Account | undefined> {
    try {
      return await this.accounts.lock(id, tx);
    } catch (error) {
      if (error instanceof UserNotFound) return undefined;
      throw error;
    }
  }
}
