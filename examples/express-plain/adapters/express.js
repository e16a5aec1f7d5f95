import { bearerToken, problemOf, Refusal } from '@gatehouse/verifier';

/** `app.use(authenticated(verifier))`, and the user is `request.user`. */
export const authenticated = (verifier, options) => async (request, _response, next) => {
  request.user = await verifier.verify(bearerToken(request.headers.authorization), options);
  next();
};

/** To be used last: answers what was refused, leaves anything else to others. */
export const refusals = (error, _request, response, next) => {
  if (!(error instanceof Refusal)) return next(error);
  const { status, headers, body } = problemOf(error);
  response.status(status).set(headers).send(JSON.stringify(body));
};
