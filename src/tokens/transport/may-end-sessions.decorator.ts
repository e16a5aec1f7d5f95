import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  UseInterceptors,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { concatMap, type Observable } from 'rxjs';
import { isCookieMode } from '#common/token-transport.js';
import { KnowsCookieMode } from './knows-cookie-mode.decorator.js';
import { RefreshCookiesService } from './refresh-cookies.service.js';

@Injectable()
class DeadCookieInterceptor implements NestInterceptor {
  constructor(private readonly cookies: RefreshCookiesService) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    if (!isCookieMode(request)) return next.handle();
    return next.handle().pipe(
      concatMap(async (answer: unknown) => {
        await this.cookies.clearDead(request, http.getResponse<FastifyReply>());
        return answer;
      }),
    );
  }
}

/** For whatever may end the session of the browser that asks, in whichever way: then its cookie goes, too. */
export const MayEndSessions = (): MethodDecorator =>
  applyDecorators(UseInterceptors(DeadCookieInterceptor), KnowsCookieMode());
