import { bearerToken, problemOf, Refusal } from '@gatehouse/verifier';

/** For workers, Deno, Bun: `export default { fetch: authenticated(verifier, (request, user) => new Response('…')) }`. */
export const authenticated = (verifier, handle, options) => async (request) => {
  try {
    const user = await verifier.verify(bearerToken(request.headers.get('authorization')), options);
    return await handle(request, user);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { status, headers, body } = problemOf(error);
    return new Response(JSON.stringify(body), { status, headers });
  }
};
