import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Inject,
  Injectable,
  Logger,
  Optional,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  InternalError,
  MalformedRequest,
  NotFound,
  PayloadTooLarge,
  ServiceUnavailable,
  UnsupportedMediaType,
} from './common.errors.js';
import { DomainError } from './domain-error.js';
import { PROBLEM_JSON, problemDocument } from './problem.js';

/** Recognises errors of a library and names the refusal that they stand for. */
export type ErrorTranslator = (error: unknown) => DomainError | undefined;

/** Provided by the room that knows the library. */
export const ERROR_TRANSLATOR = Symbol('ErrorTranslator');

const BEARER_CHALLENGE = 'Bearer realm="gatehouse"';

/** The one way out for every error (RFC 9457). Knows no room: what rooms throw are DomainErrors. */
@Catch()
@Injectable()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  constructor(@Optional() @Inject(ERROR_TRANSLATOR) private readonly translate?: ErrorTranslator) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    this.answer(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }

  answer(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    const refusal = this.refusalFor(error);
    const { spec, occurrence } = refusal;
    if (spec.status === 500) this.logger.error(error);

    if (spec.status === 401) void reply.header('www-authenticate', BEARER_CHALLENGE);
    void reply
      .status(spec.status)
      .headers({ 'cache-control': 'no-store', ...occurrence.headers })
      .type(PROBLEM_JSON)
      .send(JSON.stringify(problemDocument(spec, occurrence, request.id)));
  }

  refusalFor(error: unknown): DomainError {
    if (error instanceof DomainError) return error;
    return this.translate?.(error) ?? fromStatus(statusOf(error), error);
  }
}

/** Nest says `getStatus()`, Fastify says `statusCode`; anything else is a defect of ours. */
function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : 500;
}

function fromStatus(status: number, error: unknown): DomainError {
  switch (status) {
    case 404:
      return new NotFound();
    case 413:
      return new PayloadTooLarge();
    case 415:
      return new UnsupportedMediaType();
    case 503:
      return new ServiceUnavailable();
    default:
      if (status < 400 || status >= 500) return new InternalError();
      return new MalformedRequest({ detail: (error as Error).message });
  }
}
