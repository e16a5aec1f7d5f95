import { bearerToken, MissingToken } from '@gatehouse/verifier';
import type { Socket, UpgradeRequest } from './socket.js';

/** Browsers can set no header on a WebSocket, but name protocols: `new WebSocket(url, ['bearer', token])`. */
const PROTOCOL = /(?:^|,)\s*bearer\s*,\s*([\w.~+/-]+=*)/i;

/**
 * `auth.token` of Socket.IO, the `Authorization` header, or the second of two subprotocols. Never the address, which
 * ends up in logs (RFC 9700 §4.3.2). Throws MissingToken.
 */
export function tokenOfHandshake(socket: Socket, request: UpgradeRequest | undefined): string {
  const token = socket.handshake?.auth?.token;
  if (typeof token === 'string') return token;
  const headers = request?.headers ?? socket.handshake?.headers ?? {};
  const [, fromProtocol] = PROTOCOL.exec(headers['sec-websocket-protocol'] ?? '') ?? [];
  if (fromProtocol !== undefined) return fromProtocol;
  if (headers.authorization === undefined) throw new MissingToken();
  return bearerToken(headers.authorization);
}
