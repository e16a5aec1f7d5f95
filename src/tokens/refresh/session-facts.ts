import { Injectable } from '@nestjs/common';
import { SecurityEvents } from '#common/events/security-events.js';
import { MetricsRegistry } from '#common/metrics.js';
import type { EndReason } from './sessions.service.js';

/** What became of a refresh token that was shown. */
const OUTCOMES = ['rotated', 'grace', 'reused', 'refused'] as const;

interface ReusedToken {
  readonly userId: string;
  readonly sessionId: string;
  readonly shown: number;
  readonly current: number;
}

interface EndedSession {
  readonly userId: string;
  readonly actorId?: string;
  readonly sessionId?: string;
  readonly reason: EndReason;
  readonly allBut?: string;
}

/** Tells what happens to sessions: as events, and as numbers. */
@Injectable()
export class SessionFacts {
  readonly refreshed: (outcome: (typeof OUTCOMES)[number]) => void;

  constructor(
    private readonly events: SecurityEvents,
    registry: MetricsRegistry,
  ) {
    this.refreshed = registry.counter(
      'gatehouse_refreshes_total',
      'Refresh tokens shown. grace: the one before the current one, in time; reused: an older one, which ended its session',
      'outcome',
      OUTCOMES,
    );
  }

  reused({ userId, sessionId, shown, current }: ReusedToken): void {
    this.refreshed('reused');
    const detail = { shown, current };
    this.events.publish({ type: 'refresh_token.reused', outcome: 'failure', userId, sessionId, detail });
  }

  ended({ userId, actorId, sessionId, reason, allBut }: EndedSession): void {
    const detail = { reason, all_but: allBut };
    this.events.publish({ type: 'session.ended', outcome: 'success', userId, actorId, sessionId, detail });
  }
}
