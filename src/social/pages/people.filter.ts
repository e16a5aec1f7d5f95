import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ProblemFilter } from '#common/errors/index.js';
import { preferredLocaleOf } from '#common/http/preferred-locale.js';
import { prefersHtml } from '#common/http/prefers-html.js';
import { addVary } from '#common/http/vary.js';
import { Config } from '#config/index.js';
import { PageAssets } from '#pages/index.js';
import { refusalPage } from './refusal.page.js';

/** The way out of the routes that browsers are sent to: a page for people, the same refusal as a problem for programs. */
@Catch()
@Injectable()
export class PeopleFilter implements ExceptionFilter {
  private readonly logger = new Logger(PeopleFilter.name);

  constructor(
    private readonly problems: ProblemFilter,
    private readonly config: Config,
    private readonly assets: PageAssets,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const [request, reply] = [http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>()];
    addVary(reply, 'Accept');
    if (prefersHtml(request.headers.accept)) this.show(error, request, reply);
    else this.problems.answer(error, request, reply);
  }

  private show(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const refusal = this.problems.refusalFor(error);
    const { spec, occurrence } = refusal;
    if (spec.status === 500) this.logger.error(error);
    const retryAfter = Number(occurrence.headers?.['retry-after'] ?? reply.getHeader('retry-after'));
    const asked = { id: request.id, locale: preferredLocaleOf(request), retryAfter, root: wayToRoot(request) };
    const { headers, type, body } = refusalPage(refusal, asked, this.config, this.assets);
    addVary(reply, 'Accept-Language');
    void reply
      .status(spec.status)
      .headers({ 'cache-control': 'no-store', ...occurrence.headers, ...headers })
      .type(type)
      .send(body);
  }
}

/** Relative, so that the service may live under a path of its host. */
const wayToRoot = ({ routeOptions: { url = '/' } }: FastifyRequest): string => '../'.repeat(url.split('/').length - 2);
