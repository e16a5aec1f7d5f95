import { HttpException } from '@nestjs/common';
import { type Problem, problemOf, type Refusal, type RefusalCode } from '@gatehouse/verifier';

/** What the guard throws: an HttpException, so that an application's own filter can treat it as any other. */
export class GatehouseRefusal extends HttpException {
  readonly code: RefusalCode;
  readonly headers: Problem['headers'];

  constructor(readonly refusal: Refusal) {
    const { status, headers, body } = problemOf(refusal);
    super({ ...body }, status, { cause: refusal });
    this.message = refusal.message;
    this.code = refusal.code;
    this.headers = headers;
  }

  /** GraphQL: what a client sees beside the message. The codes are those that Apollo has for it. */
  get extensions(): Readonly<Record<string, unknown>> {
    return { code: GRAPHQL_CODES[this.refusal.status], problem: this.getResponse() };
  }
}

const GRAPHQL_CODES = { 401: 'UNAUTHENTICATED', 403: 'FORBIDDEN', 503: 'SERVICE_UNAVAILABLE' } as const;
