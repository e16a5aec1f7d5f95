import { bearerToken, problemOf, Refusal } from '@gatehouse/verifier';

/** `fastify.addHook('onRequest', authenticated(verifier))`, and the user is `request.user`. */
export const authenticated = (verifier, options) => async (request) => {
  request.user = await verifier.verify(bearerToken(request.headers.authorization), options);
};

/** `fastify.setErrorHandler(refusals)` */
export const refusals = (error, _request, reply) => {
  if (!(error instanceof Refusal)) throw error;
  const { status, headers, body } = problemOf(error);
  return reply.status(status).headers(headers).send(JSON.stringify(body));
};
