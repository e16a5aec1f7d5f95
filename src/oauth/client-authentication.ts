import { FIRST_PARTY_CLIENT } from '#auth/index.js';
import { OAuthError } from './oauth-error.js';
import type { TokenRequestDto } from './token-request.dto.js';

/**
 * The client of a token request (RFC 6749 §2.3). There is one so far: the public first-party client. Swagger UI sends
 * an empty Basic header and an empty client_id when it has none; both count as absent.
 */
export function authenticateClient(body: TokenRequestDto, authorization: string | undefined): void {
  const basic = authorization === undefined ? { id: '', secret: '' } : readBasic(authorization);
  const id = basic.id || body.client_id || FIRST_PARTY_CLIENT;
  const secret = basic.secret || body.client_secret || '';
  const disagree = basic.id !== '' && body.client_id !== undefined && body.client_id !== basic.id;
  if (id === FIRST_PARTY_CLIENT && secret === '' && !disagree) return;
  throw invalidClient();
}

function readBasic(authorization: string): { id: string; secret: string } {
  const [, encoded] = /^Basic ([A-Za-z0-9+/=]*)$/i.exec(authorization) ?? [];
  if (encoded === undefined) throw invalidClient();
  const [id = '', ...secret] = Buffer.from(encoded, 'base64').toString().split(':');
  return { id, secret: secret.join(':') };
}

function invalidClient(): OAuthError {
  return new OAuthError('invalid_client', 'The client is not known or its credentials are wrong.', 401, {
    'www-authenticate': 'Basic realm="gatehouse"',
  });
}
