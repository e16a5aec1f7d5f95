import { TestApp } from '../support/app.js';
import type { Answer, Json } from '../support/http.js';

describe('RFC 8414, authorization server metadata', () => {
  let app: TestApp;
  let answer: Answer<Json>;

  beforeAll(async () => {
    app = await TestApp.start();
    answer = await app.get('//.well-known/oauth-authorization-server');
  });
  afterAll(() => app.stop());

  it('§3 is at the well-known place, for everybody, with GET', () => {
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=300');
  });

  it('§3.2 MUST be application/json, and has no member with zero values', () => {
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    const { response_types_supported: required, ...members } = answer.body;
    expect(required).toEqual([]);
    expect(Object.values(members)).not.toContainEqual([]);
    expect(Object.values(members)).not.toContain(null);
  });

  it('§3.3 issuer MUST be the one that tokens name', async () => {
    expect(answer.body.issuer).toBe('http://gatehouse.test');
  });

  it.each(['token_endpoint', 'jwks_uri', 'introspection_endpoint', 'revocation_endpoint', 'service_documentation'])(
    '§2 %s is there',
    async (name) => {
      const url = new URL(answer.body[name]);
      expect(url.origin).toBe('http://gatehouse.test');
      const method = name === 'jwks_uri' || name === 'service_documentation' ? 'GET' : 'POST';
      expect((await app.call(method, `/${url.pathname}`)).status).not.toBe(404);
    },
  );

  it('§2 names the signing algorithms with private_key_jwt, and never none', () => {
    for (const endpoint of ['token', 'introspection', 'revocation']) {
      expect(answer.body[`${endpoint}_endpoint_auth_methods_supported`]).toContain('private_key_jwt');
      const algorithms = answer.body[`${endpoint}_endpoint_auth_signing_alg_values_supported`];
      expect(algorithms).toContain('ES256');
      expect(algorithms).not.toContain('none');
    }
  });

  it('§2 offers the password grant only where it is on', async () => {
    expect(answer.body.grant_types_supported).toEqual(['client_credentials', 'refresh_token', 'password']);
  });
});
