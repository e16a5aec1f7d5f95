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
        return throwError(() => refusal.getResponse());
      default:
        // GraphQL: an error that a resolver returns is one that it throws.
        return refusal;
    }
  }
}

function answer(reply: Reply, refusal: GatehouseRefusal): void {
  reply.status(refusal.getStatus());
  for (const [name, value] of Object.entries(refusal.headers)) reply.header(name, value);
  reply.send(JSON.stringify(refusal.getResponse()));
}
