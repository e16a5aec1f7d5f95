import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { MalformedRequest } from '../errors/common.errors.js';
import { PROBLEM_JSON, problemDocument } from '../errors/problem.js';

/** An address that cannot be decoded is refused before there is a route, and so before any filter of Nest. */
export function answerUnroutable(_error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const { spec } = MalformedRequest;
  const document = problemDocument(spec, { detail: 'The address cannot be decoded.' }, request.id);
  void reply.status(spec.status).type(PROBLEM_JSON).send(JSON.stringify(document));
}
