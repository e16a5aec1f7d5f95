import { Injectable } from '@nestjs/common';
import { FIRST_PARTY_CLIENT } from '#auth/index.js';
import { constantTimeEqual, sha256 } from '#common/crypto/secrets.js';
import { SecurityEvents } from '#common/events/security-events.js';
import { OAuthError } from '../oauth-error.js';
import { readBasic } from './basic-credentials.js';
import { ASSERTION_TYPE, ClientAssertions } from './client-assertions.js';
import { ClientDirectory } from './client-directory.js';
import type { RegisteredClient } from './registered-client.js';

/** What a request to an OAuth endpoint says about its client (RFC 6749 §2.3, RFC 7523 §2.2). */
export interface ClientCredentials {
  readonly client_id?: string;
  readonly client_secret?: string;
  readonly client_assertion_type?: string;
  readonly client_assertion?: string;
}

/** `undefined` is the first-party application, which is public: it has no secret. */
export type RequestingClient = RegisteredClient | undefined;

/** Who asks at the OAuth endpoints. */
@Injectable()
export class ClientAuthenticator {
  constructor(
    private readonly directory: ClientDirectory,
    private readonly assertions: ClientAssertions,
    private readonly events: SecurityEvents,
  ) {}

  /**
   * A registered client, or the first-party one. Swagger UI sends an empty Basic header and an empty client_id when it
   * has none; both count as absent. Throws OAuthError `invalid_client`, or `invalid_request` for two methods at once.
   */
  async authenticate(body: ClientCredentials, authorization: string | undefined): Promise<RequestingClient> {
    const basic = authorization === undefined ? undefined : readBasic(authorization);
    if (authorization !== undefined && !basic) throw invalidClient();
    const assertion = body.client_assertion || undefined;
    // A name alone, too: half of the credentials here and half there would be two ways to say who asks (RFC 6749 §2.3).
    const byHeader = basic && basic.id + basic.secret !== '' ? basic : undefined;
    if ([byHeader, body.client_secret, assertion].filter(Boolean).length > 1) throw severalMethods();

    if (assertion) return this.byAssertion(assertion, body);
    const { id, secret } = byHeader ?? {
      id: body.client_id || FIRST_PARTY_CLIENT,
      secret: body.client_secret || '',
    };
    if (byHeader && body.client_id && body.client_id !== id) throw invalidClient();
    if (id === FIRST_PARTY_CLIENT && secret === '') return undefined;
    return this.bySecret(id, secret);
  }

  /** As `authenticate`, for what only registered clients may do. */
  async authenticateRegistered(body: ClientCredentials, authorization: string | undefined): Promise<RegisteredClient> {
    const client = await this.authenticate(body, authorization);
    if (!client) throw invalidClient();
    return client;
  }

  private async bySecret(id: string, secret: string): Promise<RegisteredClient> {
    const client = await this.directory.find(id);
    const shown = sha256(secret);
    if (client?.secrets.some((digest) => constantTimeEqual(digest, shown))) return client;
    throw this.refused(client);
  }

  private async byAssertion(assertion: string, body: ClientCredentials): Promise<RegisteredClient> {
    if (body.client_assertion_type !== ASSERTION_TYPE) throw invalidClient();
    const id = this.assertions.issuerOf(assertion);
    if (id === undefined || (body.client_id && body.client_id !== id)) throw invalidClient();
    const client = await this.directory.find(id);
    if (client?.jwks && (await this.assertions.accept(assertion, client.id, client.jwks))) return client;
    throw this.refused(client);
  }

  private refused(client: RegisteredClient | undefined): OAuthError {
    this.events.publish({ type: 'client.authentication_failed', outcome: 'failure', clientId: client?.id });
    return invalidClient();
  }
}

function invalidClient(): OAuthError {
  return new OAuthError('invalid_client', 'The client is not known or its credentials are wrong.', 401, {
    'www-authenticate': 'Basic realm="gatehouse"',
  });
}

function severalMethods(): OAuthError {
  return new OAuthError('invalid_request', 'Authenticate in one way only.');
}
