import { Injectable, Logger } from '@nestjs/common';
import { type RecordedSecurityEvent, SecurityEvents } from '#common/events/security-events.js';

/** Writes every security event as one line of the log, for whoever watches it (ASVS 16.3). */
@Injectable()
export class SecurityLog {
  private readonly logger = new Logger('security');

  constructor(events: SecurityEvents) {
    events.subscribe((event) => this.write(event));
  }

  private write({ outcome, ...event }: RecordedSecurityEvent): void {
    const line = { message: event.type, event: { ...event, outcome } };
    if (outcome === 'success') this.logger.log(line);
    else this.logger.warn(line);
  }
}
