import type { Worker } from 'node:cluster';

interface Connection {
  close(): void;
}

/**
 * Node hands a worker one connection at a time, and forgets the one that was on its way to a worker that has died: it
 * stays open here, and its client waits for an answer for ever. So it is closed, and the client can ask again. Node has
 * no public word for any of it; where it changes its mind, this does nothing.
 */
export function closeWhatIsOnItsWay({ process }: Worker): void {
  let onItsWay: Connection | undefined;
  const send = process.send.bind(process) as (...parts: readonly unknown[]) => boolean;
  const remember = (...parts: readonly unknown[]) => {
    if (isConnection(parts[1])) onItsWay = parts[1];
    return send(...parts);
  };
  Object.assign(process, { send: remember });
  // Before Node itself hears it, and sends the next one.
  process.prependListener('internalMessage', (message: { readonly ack?: number }) => {
    if (message.ack !== undefined) onItsWay = undefined;
  });
  process.once('exit', () => onItsWay?.close());
}

function isConnection(part: unknown): part is Connection {
  return typeof part === 'object' && part !== null && 'close' in part && typeof part.close === 'function';
}
