import { Logger, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Config } from '#config/index.js';
import { LetterDelivery } from './delivery/letter-delivery.js';
import { LetterQueue } from './delivery/letter-queue.js';
import { MailMetrics } from './delivery/mail-metrics.js';
import { OutboxSweeper } from './delivery/outbox-sweeper.js';
import { OutboxWorker } from './delivery/outbox-worker.js';
import { DevMailbox } from './dev-mailbox/dev-mailbox.js';
import { DevMailboxController } from './dev-mailbox/dev-mailbox.controller.js';
import { Bell } from './outbox/bell.js';
import { LetterResealing } from './outbox/letter-resealing.js';
import { LetterSeal } from './outbox/letter-seal.js';
import { OutboxLetter } from './outbox/outbox.entity.js';
import { Outbox } from './outbox/outbox.js';
import { OutboxPersonalData } from './outbox/outbox-personal-data.js';
import { LetterWriter } from './templates/letter-writer.js';
import { MailTransport } from './transports/mail-transport.js';
import { transportFor } from './transports/transport-for.js';

/** Knows letters, not users: what they say, where they wait, how they leave. */
@Module({
  imports: [TypeOrmModule.forFeature([OutboxLetter])],
  controllers: [DevMailboxController],
  providers: [
    Outbox,
    Bell,
    LetterSeal,
    LetterResealing,
    LetterWriter,
    LetterQueue,
    LetterDelivery,
    MailMetrics,
    OutboxWorker,
    OutboxSweeper,
    OutboxPersonalData,
    DevMailbox,
    { provide: MailTransport, inject: [Config], useFactory: transportFor },
  ],
  exports: [Outbox, LetterResealing],
})
export class MailModule implements OnApplicationBootstrap {
  private readonly logger = new Logger(MailModule.name);

  constructor(
    private readonly transport: MailTransport,
    private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    const { kind } = this.transport;
    if (kind === 'none') {
      this.logger.warn('SMTP_HOST is not set: letters are queued and not sent until it is');
    }
    if (kind === 'mailbox') {
      this.logger.warn(
        `Letters are not sent. Whoever reaches ${this.config.publicUrl}/dev/mail reads them all, links included: for development only`,
      );
    }
  }
}
