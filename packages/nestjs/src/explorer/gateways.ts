import { Logger, type Type } from '@nestjs/common';
import { KeysUnavailable, MissingToken } from '@gatehouse/verifier';
import { GatehouseRefusal } from '../refusals/index.js';
import { closeSocket, type Socket, type UpgradeRequest } from '../sockets/index.js';
import { liveGuards } from './live-guards.js';

type Connect = (this: object, socket: Socket, request?: UpgradeRequest, ...rest: unknown[]) => unknown;

/**
 * Nest judges the messages of a gateway by guards, but not the connection itself: here a socket is admitted before the
 * gateway's own `handleConnection` hears of it, and closed otherwise. To be called once for a class.
 */
export function closeConnections(gateway: Type): void {
  const prototype = gateway.prototype as { handleConnection?: Connect };
  const original = prototype.handleConnection;
  prototype.handleConnection = async function (socket, request, ...rest) {
    try {
      const guard = liveGuards.find(gateway);
      if (guard === undefined) throw new GatehouseRefusal(new MissingToken());
      await guard.admit(gateway, socket, request);
    } catch (error) {
      closeSocket(socket, refusalOf(error));
      return undefined;
    }
    return original?.call(this, socket, request, ...rest);
  };
}

/**
 * A function in a property of each gateway hides the method that admits: sockets would be heard of that nobody judged.
 * A mistake that stops the start.
 */
export function assertConnectionsAreJudged(gateway: object): void {
  if (!Object.hasOwn(gateway, 'handleConnection')) return;
  throw new TypeError(
    `${gateway.constructor.name}.handleConnection must be a method, so that sockets are judged before it`,
  );
}

/** Nobody waits for what `handleConnection` returns: an error that got out would end the process. */
function refusalOf(error: unknown): GatehouseRefusal {
  if (error instanceof GatehouseRefusal) return error;
  new Logger('Gatehouse').error(error);
  return new GatehouseRefusal(new KeysUnavailable('the handshake could not be judged', { cause: error }));
}
