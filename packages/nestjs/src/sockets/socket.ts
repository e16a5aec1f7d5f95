import type { GatehouseRefusal } from '../refusals/gatehouse-refusal.js';

/** A client of a gateway: of `ws`, or of Socket.IO. */
export interface Socket {
  /** ws */
  readonly readyState?: number;
  send?(data: string): void;
  close?(code: number, reason: string): void;
  /** Socket.IO */
  readonly connected?: boolean;
  readonly handshake?: { readonly auth?: { readonly token?: unknown }; readonly headers?: Headers };
  emit?(event: string, data: unknown): void;
  disconnect?(close: boolean): void;
}

/** The HTTP request that a `ws` socket began as. */
export interface UpgradeRequest {
  readonly headers?: Headers;
}

interface Headers {
  readonly authorization?: string;
  readonly 'sec-websocket-protocol'?: string;
}

/** RFC 6455 §7.4.1: policy violation. */
const POLICY_VIOLATION = 1008;
const CLOSING = 2;

/** As Nest tells of exceptions in gateways. */
export function tellSocket(socket: Socket, refusal: GatehouseRefusal): void {
  const problem = refusal.getResponse();
  if (socket.readyState !== undefined) socket.send?.(JSON.stringify({ event: 'exception', data: problem }));
  else socket.emit?.('exception', problem);
}

export function closeSocket(socket: Socket, refusal: GatehouseRefusal): void {
  tellSocket(socket, refusal);
  if (socket.disconnect !== undefined) socket.disconnect(true);
  else socket.close?.(POLICY_VIOLATION, refusal.code);
}

export function isClosed({ readyState, connected }: Socket): boolean {
  return readyState === undefined ? connected === false : readyState >= CLOSING;
}
