import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { MissingToken } from '@gatehouse/verifier';
import { filter, interval, map, type Observable, takeUntil, takeWhile } from 'rxjs';
import { liveGuards } from '../explorer/live-guards.js';
import { GatehouseRefusal } from '../refusals/index.js';
import { isAsyncIterable, whileGood } from './while-good.js';

const EVERY_MS = 1000;

/** An answer that goes on outlives the judgement of its request: each of its events is judged as its handler says. */
class LiveStreams implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const guard = liveGuards.find(context.getClass());
    const whyNot = () => (guard ? guard.whyNot(context) : new GatehouseRefusal(new MissingToken()));
    const maySee = () => whyNot() === undefined;
    // A feed that is not heard ends none on which nothing happens, lest all of them come back at once.
    const mayGoOn = () => guard !== undefined && guard.whyNot(context, 'accept') === undefined;

    switch (context.getType<string>()) {
      case 'graphql':
        return next
          .handle()
          .pipe(
            map((events: unknown) =>
              isAsyncIterable(events) ? whileGood(events, { everyMs: EVERY_MS, mayGoOn, maySee }) : events,
            ),
          );
      case 'rpc':
        // Most are a single answer, which the guard has judged: no clock for those.
        return next.handle().pipe(
          map((event: unknown, count) => {
            const refusal = count === 0 ? undefined : whyNot();
            if (refusal !== undefined) throw refusal;
            return event;
          }),
        );
      default:
        return next.handle().pipe(takeWhile(maySee), takeUntil(interval(EVERY_MS).pipe(filter(() => !mayGoOn()))));
    }
  }
}

export const liveStreams = new LiveStreams();
