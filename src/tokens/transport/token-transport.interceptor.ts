import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { concatMap, type Observable } from 'rxjs';
import { isCookieMode } from '#common/token-transport.js';
import type { TokenDto } from '../token.dto.js';
import { RefreshCookiesService } from './refresh-cookies.service.js';

/** Makes of a pair of tokens the answer for the transport that was asked for. */
@Injectable()
export class TokenTransportInterceptor implements NestInterceptor<TokenDto, TokenDto> {
  constructor(private readonly cookies: RefreshCookiesService) {}

  intercept(context: ExecutionContext, next: CallHandler<TokenDto>): Observable<TokenDto> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    if (!isCookieMode(request)) return next.handle();
    const reply = http.getResponse<FastifyReply>();
    return next.handle().pipe(concatMap((answer) => this.cookies.handOut(answer, request, reply)));
  }
}
