import { bearerToken, problemOf, Refusal } from '@gatehouse/verifier';

/** `createServer(authenticated(verifier, (request, response, user) => response.end('…')))` */
export const authenticated = (verifier, handle, options) => async (request, response) => {
  try {
    const user = await verifier.verify(bearerToken(request.headers.authorization), options);
    await handle(request, response, user);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { status, headers, body } = problemOf(error);
    response.writeHead(status, headers).end(JSON.stringify(body));
  }
};
