import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { outsideOfRequest } from '#common/http/request-context.js';
import { Bell } from '../outbox/bell.js';
import { MailTransport } from '../transports/mail-transport.js';
import { CONNECTIONS } from '../transports/smtp.transport.js';
import { LetterDelivery } from './letter-delivery.js';
import { type ClaimedLetter, LetterQueue } from './letter-queue.js';

const POLL_MS = 5_000;
const STOP_MS = 20_000;

/** Sends what is in the outbox: at once when a letter was posted here, else within seconds. Any number may run. */
@Injectable()
export class OutboxWorker implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(OutboxWorker.name);
  private readonly sending = new Set<Promise<void>>();
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private moreToDo = false;
  /** Whether letters may be waiting for a connection to be free. */
  private backlog = false;
  private stopped = true;

  constructor(
    private readonly queue: LetterQueue,
    private readonly delivery: LetterDelivery,
    private readonly transport: MailTransport,
    bell: Bell,
  ) {
    bell.onRing(() => outsideOfRequest(() => this.wake()));
  }

  onApplicationBootstrap(): void {
    if (this.transport.kind === 'none') return;
    this.stopped = false;
    this.wake();
  }

  /** What is being sent is finished; nothing more is begun. */
  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await Promise.race([this.finished(), sleep(STOP_MS, undefined, { ref: false })]);
    this.transport.close();
  }

  wake(): void {
    if (this.stopped) return;
    clearTimeout(this.timer);
    this.moreToDo = true;
    this.running ??= this.takeLetters().finally(() => this.rest());
  }

  private async takeLetters(): Promise<void> {
    while (this.moreToDo && !this.stopped) {
      this.moreToDo = false;
      try {
        await this.round();
      } catch (error) {
        this.logger.warn(`The outbox cannot be worked on and is tried again later: ${String(error)}`);
      }
    }
  }

  /** Takes one letter for each connection that is free, so that none waits here while its lease runs. */
  private async round(): Promise<void> {
    const free = CONNECTIONS - this.sending.size;
    this.backlog = true;
    if (free === 0) return;
    const letters = await this.queue.claim(free);
    this.backlog = letters.length === free;
    if (this.stopped) await this.queue.release(letters);
    else for (const letter of letters) this.begin(letter);
  }

  private begin(letter: ClaimedLetter): void {
    const sending = this.deliver(letter).finally(() => {
      this.sending.delete(sending);
      if (this.backlog) this.wake();
    });
    this.sending.add(sending);
  }

  private async deliver(letter: ClaimedLetter): Promise<void> {
    try {
      await this.delivery.deliver(letter);
    } catch (error) {
      this.logger.warn(`Letter ${letter.id}: what came of it could not be noted: ${String(error)}`);
    }
  }

  private rest(): void {
    this.running = undefined;
    if (this.stopped) return;
    // Somebody rang between the last look and now.
    if (this.moreToDo) return this.wake();
    this.timer = setTimeout(() => this.wake(), POLL_MS * (0.75 + Math.random() / 2));
    this.timer.unref();
  }

  private async finished(): Promise<void> {
    await this.running;
    await Promise.all(this.sending);
  }
}
