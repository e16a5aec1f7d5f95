import { tracingChannel } from 'node:diagnostics_channel';

/** Where rooms tell of work that takes its time. Who listens, if anybody does, is none of their business. */
export const tracedWork = tracingChannel<unknown, { readonly name: string }>('gatehouse:work');

/** `name` is one of few. While nobody listens it costs nothing. */
export function traced<T>(name: string, work: () => Promise<T>): Promise<T> {
  return tracedWork.hasSubscribers ? tracedWork.tracePromise(work, { name }) : work();
}
