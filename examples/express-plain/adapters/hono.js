import { bearerToken, problemOf, Refusal } from '@gatehouse/verifier';

/** `app.use(authenticated(verifier))`, and the user is `c.get('user')`. */
export const authenticated = (verifier, options) => async (c, next) => {
  c.set('user', await verifier.verify(bearerToken(c.req.header('authorization')), options));
  await next();
};

/** `app.onError(refusals)` */
export const refusals = (error, c) => {
  if (!(error instanceof Refusal)) throw error;
  const { status, headers, body } = problemOf(error);
  return c.body(JSON.stringify(body), status, headers);
};
