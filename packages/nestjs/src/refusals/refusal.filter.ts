import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { throwError } from 'rxjs';
import { GatehouseRefusal } from './gatehouse-refusal.js';
import { type Socket, tellSocket } from '../sockets/socket.js';

/** Express and Fastify, as far as both are needed. */
interface Reply {
  status(status: number): unknown;
  send(body: string): unknown;
  header(name: string, value: string): unknown;
}

/** Tells of a refusal in the manner of each transport. */
@Catch(GatehouseRefusal)
export class RefusalFilter implements ExceptionFilter {
  catch(refusal: GatehouseRefusal, host: ArgumentsHost): unknown {
    switch (host.getType<string>()) {
      case 'http':
        return answer(host.switchToHttp().getResponse<Reply>(), refusal);
      case 'ws':
        return tellSocket(host.switchToWs().getClient<Socket>(), refusal);
      case 'rpc':
        return throwError(() => errorOf(refusal, host.switchToRpc().getContext()));
      default:
        // GraphQL: an error that a resolver returns is one that it throws.
        return refusal;
    }
  }
}

/** gRPC's own words for it (its status codes 16, 7 and 14); for all other transports the problem document. */
function errorOf(refusal: GatehouseRefusal, context: unknown): object {
  const isGrpc = typeof (context as { getMap?: unknown } | undefined)?.getMap === 'function';
  const { code, status, message } = refusal.refusal;
  return isGrpc ? { code: GRPC_CODES[status], details: message, message: code } : (refusal.getResponse() as object);
}

const GRPC_CODES = { 401: 16, 403: 7, 503: 14 } as const;

function answer(reply: Reply, refusal: GatehouseRefusal): void {
  reply.status(refusal.getStatus());
  for (const [name, value] of Object.entries(refusal.headers)) reply.header(name, value);
  reply.send(JSON.stringify(refusal.getResponse()));
}
