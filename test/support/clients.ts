import { type TestApp, uniqueName } from './app.js';
import type { Answer, Json } from './http.js';

export interface RegisteredClient {
  readonly id: string;
  readonly secret: string;
  readonly secretId: string;
}

export interface ClientFields {
  readonly name?: string;
  readonly grants?: readonly string[];
  readonly scopes?: readonly string[];
  readonly audiences?: readonly string[];
  readonly jwks?: unknown;
}

/** A client with one secret, for the audience of Gatehouse's own tokens unless told otherwise. */
export async function registerClient(app: TestApp, fields: ClientFields = {}): Promise<RegisteredClient> {
  const { access_token: admin } = await app.admin();
  const body = {
    name: uniqueName(),
    grants: ['client_credentials'],
    scopes: ['orders:read', 'orders:write'],
    audiences: ['gatehouse'],
    ...fields,
  };
  const { client_id: id } = created(await app.post('/clients', body, admin));
  const { id: secretId, client_secret: secret } = created(await app.post(`/clients/${id}/secrets`, undefined, admin));
  return { id, secret, secretId };
}

/** RFC 6749 §2.3.1 */
export const basic = (id: string, secret: string): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`,
});

/** RFC 6749 §5.2 */
export function expectOAuthError({ status, headers, body }: Answer<Json>, error: string, expected = 400): void {
  expect([status, body?.error]).toEqual([expected, error]);
  expect(headers.get('content-type')).toMatch(/^application\/json/);
  expect(headers.get('cache-control')).toBe('no-store');
  if (expected === 401) expect(headers.get('www-authenticate')).toMatch(/^Basic /);
}

function created(answer: Answer<Json>): Json {
  if (answer.status !== 201) throw new Error(`${answer.status}: ${answer.text}`);
  return answer.body;
}
