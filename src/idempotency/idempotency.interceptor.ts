import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import type { Principal } from '#common/access/index.js';
import { IdempotencyService } from './idempotency.service.js';

@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(private readonly idempotency: IdempotencyService) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest & { user?: Principal }>();
    const key = request.headers['idempotency-key'];
    if (key === undefined) return next.handle();
    return from(this.once(String(key), request, context.switchToHttp().getResponse<FastifyReply>(), next));
  }

  private async once(
    key: string,
    request: FastifyRequest & { user?: Principal },
    reply: FastifyReply,
    next: CallHandler,
  ) {
    const identity = {
      key,
      operation: `${request.method} ${request.routeOptions.url}`,
      subject: request.user?.userId ?? '',
      body: request.body,
    };
    const { status, body, replayed } = await this.idempotency.once(identity, async () => ({
      body: await lastValueFrom<unknown>(next.handle()),
      status: reply.statusCode,
    }));
    if (replayed) void reply.status(status).header('idempotency-replayed', 'true');
    return body;
  }
}
