import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable, Logger } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type DomainError, ProblemFilter } from '#common/errors/index.js';
import { ChallengeRequired } from '#limits/index.js';
import { OAuthError, type OAuthErrorCode } from './oauth-error.js';

/** The way out of the OAuth endpoints: the same refusals, said as RFC 6749 §5.2 wants them. */
@Catch()
@Injectable()
export class OAuthErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger(OAuthErrorFilter.name);

  constructor(private readonly problems: ProblemFilter) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const refusal = this.problems.refusalFor(error);
    if (refusal.spec.status === 500) this.logger.error(error);
    const { code, status } = translate(refusal);
    void host
      .switchToHttp()
      .getResponse<FastifyReply>()
      .status(status)
      .headers({ 'cache-control': 'no-store', ...refusal.occurrence.headers })
      .type('application/json; charset=utf-8')
      .send({
        error: code,
        error_description: printable(refusal.message),
        ...(refusal instanceof ChallengeRequired && { challenge: refusal.challenge }),
      });
  }
}

function translate(refusal: DomainError): { code: OAuthErrorCode; status: number } {
  if (refusal instanceof OAuthError) return { code: refusal.error, status: refusal.status };
  const { status } = refusal.spec;
  if (status === 401 || status === 403) return { code: 'invalid_grant', status: 400 };
  if (status === 429 || status === 503) return { code: 'temporarily_unavailable', status };
  if (status >= 500) return { code: 'server_error', status };
  return { code: 'invalid_request', status: 400 };
}

/** RFC 6749 §5.2 allows printable ASCII without quotation mark and backslash. */
const printable = (text: string): string => text.replace(/[^\x20-\x21\x23-\x5b\x5d-\x7e]/g, '');
