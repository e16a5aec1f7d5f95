import type { Config } from '#config/index.js';
import { ASSERTION_ALGORITHMS } from '../clients/client-assertions.js';
import type { MetadataDto } from './metadata.dto.js';

/** How registered clients may authenticate. */
const REGISTERED = ['client_secret_basic', 'client_secret_post', 'private_key_jwt'];

/** Where the endpoints are, and what they understand (RFC 8414 §2). */
export function metadataOf({ publicUrl: issuer, http, tokens }: Config): MetadataDto {
  const auth = `${issuer}${http.apiPrefix}/auth`;
  return {
    issuer,
    token_endpoint: `${auth}/token`,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    introspection_endpoint: `${auth}/introspect`,
    revocation_endpoint: `${auth}/revoke`,
    response_types_supported: [],
    grant_types_supported: ['client_credentials', 'refresh_token', ...(tokens.passwordGrant ? ['password'] : [])],
    token_endpoint_auth_methods_supported: [...REGISTERED, 'none'],
    token_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
    introspection_endpoint_auth_methods_supported: REGISTERED,
    introspection_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
    revocation_endpoint_auth_methods_supported: [...REGISTERED, 'none'],
    revocation_endpoint_auth_signing_alg_values_supported: ASSERTION_ALGORITHMS,
    service_documentation: `${issuer}/docs`,
  };
}
