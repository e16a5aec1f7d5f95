import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { filter, interval, map, type Observable, takeUntil, takeWhile } from 'rxjs';
import { liveGuards } from '../explorer/live-guards.js';
import { isAsyncIterable, whileGood } from './while-good.js';

const EVERY_MS = 1000;

/** An answer that goes on outlives the judgement of its request: a subscription (GraphQL), server-sent events. */
class LiveStreams implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const guard = liveGuards.find(context.getClass());
    const look = {
      everyMs: EVERY_MS,
      mayGoOn: () => guard?.mayGoOn(context) ?? false,
      maySee: () => guard?.maySee(context) ?? false,
    };
    if (context.getType<string>() === 'graphql') {
      return next.handle().pipe(map((events: unknown) => (isAsyncIterable(events) ? whileGood(events, look) : events)));
    }
    const over = interval(EVERY_MS).pipe(filter(() => !look.mayGoOn()));
    return next.handle().pipe(takeWhile(look.maySee), takeUntil(over));
  }
}

export const liveStreams = new LiveStreams();
