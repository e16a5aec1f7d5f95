import { Injectable, Logger } from '@nestjs/common';
import { LetterSeal } from '../outbox/letter-seal.js';
import { LetterWriter } from '../templates/letter-writer.js';
import { MailTransport } from '../transports/mail-transport.js';
import { describeFailure, isFinal } from './failure.js';
import { type ClaimedLetter, LetterQueue } from './letter-queue.js';
import { MailMetrics } from './mail-metrics.js';

/** Opens one letter, writes it out, hands it over and notes what came of it. No transaction is open meanwhile. */
@Injectable()
export class LetterDelivery {
  private readonly logger = new Logger(LetterDelivery.name);

  constructor(
    private readonly queue: LetterQueue,
    private readonly seal: LetterSeal,
    private readonly writer: LetterWriter,
    private readonly transport: MailTransport,
    private readonly metrics: MailMetrics,
  ) {}

  async deliver(claimed: ClaimedLetter): Promise<void> {
    try {
      await this.send(claimed);
    } catch (error) {
      return this.failed(claimed, error);
    }
    // Outside of the try: a letter that was sent has not failed. If this statement does, the letter goes a second time.
    this.metrics.sent.inc();
    await this.queue.sent(claimed);
  }

  private async send(claimed: ClaimedLetter): Promise<void> {
    const letter = this.seal.open(claimed, claimed.data);
    const { subject, html, text } = this.writer.write(letter);
    await this.transport.send({ id: claimed.id, date: claimed.created_at, to: letter.to, subject, html, text });
  }

  private async failed(claimed: ClaimedLetter, error: unknown): Promise<void> {
    this.metrics.failed.inc();
    const { id, template, attempts, recipient } = claimed;
    const reason = describeFailure(error, recipient);
    const retry = await this.queue.failed(claimed, reason, isFinal(error));
    const what = `Letter ${id} (${template}), attempt ${attempts}`;
    if (retry) this.logger.warn(`${what}, goes again in ${retry.inSeconds} s: ${reason}`);
    else this.logger.error(`${what}, is given up: ${reason}`);
  }
}
