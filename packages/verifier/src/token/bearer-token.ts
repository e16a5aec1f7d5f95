import { InvalidToken, MissingToken } from '../refusals/index.js';

/** RFC 9110 §11.4 and RFC 6750 §2.1: the scheme in any case, one or more blanks, the token. */
const BEARER = /^bearer +([\w.~+/-]+=*) *$/i;

/** The token of an `Authorization` header. Throws MissingToken where there is none, InvalidToken where it is mangled. */
export function bearerToken(authorization: string | null | undefined): string {
  if (!authorization || !/^bearer(?: |$)/i.test(authorization)) throw new MissingToken();
  const [, token] = BEARER.exec(authorization) ?? [];
  if (token === undefined) throw new InvalidToken('the Authorization header is not `Bearer <token>`');
  return token;
}
