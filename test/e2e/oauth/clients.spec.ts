import { exportJWK, generateKeyPair } from 'jose';
import { TestApp, uniqueName } from '../../support/app.js';
import { basic, expectOAuthError, registerClient } from '../../support/clients.js';
import { claimsOf } from '../../support/jwt.js';
import { expectProblem } from '../../security/problems.js';

const SOMEBODY_ELSES_ID = '01a1f946-93d9-74db-8000-000000000000';

describe('clients', () => {
  let app: TestApp;
  let admin: string;

  beforeAll(async () => {
    app = await TestApp.start();
    admin = (await app.admin()).access_token;
  });
  afterAll(() => app.stop());

  const token = (id: string, secret: string, form: Record<string, string> = {}) =>
    app.call('POST', '/auth/token', {
      form: { grant_type: 'client_credentials', ...form },
      headers: basic(id, secret),
    });
  const isActive = async (access_token: string, by: { id: string; secret: string }) => {
    const call = { form: { token: access_token }, headers: basic(by.id, by.secret) };
    return (await app.call('POST', '/auth/introspect', call)).body.active as boolean;
  };

  describe('are registered', () => {
    it('and listed, without secrets', async () => {
      const { id, secret, secretId } = await registerClient(app, { name: uniqueName() });
      const listed = await app.get('/clients', admin);
      const found = listed.body.find(({ client_id }: { client_id: string }) => client_id === id);
      expect(found).toMatchObject({ is_active: true, secrets: [{ id: secretId }], audiences: ['gatehouse'] });
      expect(listed.text).not.toContain(secret);
      expect((await app.get(`/clients/${id}`, admin)).body).toEqual(found);
    });

    it('by those who may', async () => {
      const { access_token } = await app.newcomer();
      expectProblem(await app.get('/clients', access_token), 403, 'insufficient_permission');
      expectProblem(await app.post('/clients', { name: uniqueName() }, access_token), 403, 'insufficient_permission');
    });

    it('under a name of their own, of 20 at once as well', async () => {
      const name = uniqueName();
      const answers = await Promise.all(Array.from({ length: 20 }, () => app.post('/clients', { name }, admin)));
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
      expectProblem(
        answers.find(({ status }) => status !== 201)!,
        409,
        'client_name_taken',
      );
    });

    it.each<[string, object]>([
      ['no name', {}],
      ['a grant that is not offered', { name: 'x', grants: ['password'] }],
      ['a scope with a blank', { name: 'x', scopes: ['orders:read orders:write'] }],
      ['a scope twice', { name: 'x', scopes: ['a', 'a'] }],
      ['an empty audience', { name: 'x', audiences: [''] }],
      ['an unknown member', { name: 'x', is_admin: true }],
      ['a key set without keys', { name: 'x', jwks: { keys: [] } }],
      ['a symmetric key', { name: 'x', jwks: { keys: [{ kty: 'oct', k: 'AAAA' }] } }],
      ['rubbish as a key', { name: 'x', jwks: { keys: ['x', null] } }],
    ])('not with %s', async (_, body) => {
      expectProblem(await app.post('/clients', body, admin), 422, 'invalid_input');
    });

    it('not with a private key', async () => {
      const { privateKey } = await generateKeyPair('ES256', { extractable: true });
      const body = { name: uniqueName(), jwks: { keys: [await exportJWK(privateKey)] } };
      expectProblem(await app.post('/clients', body, admin), 422, 'invalid_input');
    });

    it.each(['GET', 'PATCH', 'DELETE'])('%s of one that is not there is not found', async (method) => {
      const call = { token: admin, ...(method === 'PATCH' ? { json: {} } : {}) };
      expectProblem(await app.call(method, `/clients/${SOMEBODY_ELSES_ID}`, call), 404, 'client_not_found');
    });
  });

  describe('have secrets', () => {
    it('two at the most, of 10 that are added at once as well', async () => {
      const { id } = await registerClient(app);
      const adding = Array.from({ length: 10 }, () => app.post(`/clients/${id}/secrets`, undefined, admin));
      const answers = await Promise.all(adding);
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
      expectProblem(
        answers.find(({ status }) => status !== 201)!,
        409,
        'too_many_secrets',
      );
    });

    it('that can be exchanged while the client goes on', async () => {
      const { id, secret, secretId } = await registerClient(app);
      const { body: second } = await app.post(`/clients/${id}/secrets`, undefined, admin);
      expect((await token(id, secret)).status).toBe(200);
      expect((await token(id, second.client_secret)).status).toBe(200);
      expect((await app.delete(`/clients/${id}/secrets/${secretId}`, admin)).status).toBe(204);
      expectOAuthError(await token(id, secret), 'invalid_client', 401);
      expect((await token(id, second.client_secret)).status).toBe(200);
      expectProblem(await app.delete(`/clients/${id}/secrets/${secretId}`, admin), 404, 'secret_not_found');
    });

    it('of which only digests are kept', async () => {
      const { id, secret } = await registerClient(app);
      const [row] = await app.sql<{ digest: Buffer }>('SELECT digest FROM client_secrets WHERE client_id = $1', [id]);
      expect(Buffer.from(row!.digest).toString('utf8')).not.toContain(secret.slice(4));
      expect(row!.digest).toHaveLength(32);
    });

    it('and open nothing of another client', async () => {
      const [a, b] = [await registerClient(app), await registerClient(app)];
      expectOAuthError(await token(a.id, b.secret), 'invalid_client', 401);
      expectProblem(await app.delete(`/clients/${a.id}/secrets/${b.secretId}`, admin), 404, 'secret_not_found');
    });
  });

  describe('act for themselves (client_credentials)', () => {
    it('with a token that says who they are and what they may', async () => {
      const { id, secret } = await registerClient(app, { audiences: ['orders', 'billing'] });
      const { body, headers } = await token(id, secret);
      expect(headers.get('cache-control')).toBe('no-store');
      expect(body).toMatchObject({ token_type: 'bearer', expires_in: 900, scope: 'orders:read orders:write' });
      expect(body).not.toHaveProperty('refresh_token');
      const claims = claimsOf(body.access_token);
      expect(claims).toMatchObject({
        sub: id,
        client_id: id,
        aud: ['orders', 'billing'],
        scope: 'orders:read orders:write',
      });
      expect(claims).not.toHaveProperty('roles');
    });

    it('with less, if they ask for less', async () => {
      const { id, secret } = await registerClient(app);
      const { body } = await token(id, secret, { scope: 'orders:read' });
      expect([body.scope, claimsOf(body.access_token).scope]).toEqual(['orders:read', 'orders:read']);
    });

    it('never with more', async () => {
      const { id, secret } = await registerClient(app);
      expectOAuthError(await token(id, secret, { scope: 'orders:read users:write' }), 'invalid_scope');
    });

    it('only where they may', async () => {
      const { id, secret } = await registerClient(app, { grants: [] });
      expectOAuthError(await token(id, secret), 'unauthorized_client');
      const anonymous = await app.call('POST', '/auth/token', { form: { grant_type: 'client_credentials' } });
      expectOAuthError(anonymous, 'unauthorized_client');
    });

    it('never for a user: neither by password nor by a refresh token', async () => {
      const { id, secret } = await registerClient(app);
      const { username, password, refresh_token } = await app.newcomer();
      for (const form of [
        { grant_type: 'password', username, password },
        { grant_type: 'refresh_token', refresh_token },
      ]) {
        expectOAuthError(await token(id, secret, form as never), 'unauthorized_client');
      }
      expect((await app.post('/auth/refresh', { refresh_token })).status).toBe(200);
    });

    it("not at Gatehouse's own API, which knows users only", async () => {
      const { id, secret } = await registerClient(app, { scopes: ['users:read'] });
      const { body } = await token(id, secret);
      expectProblem(await app.get('/users', body.access_token), 401, 'invalid_access_token');
    });
  });

  describe('lose their tokens at once', () => {
    it('when they are changed', async () => {
      const client = await registerClient(app);
      const { body } = await token(client.id, client.secret);
      expect(await isActive(body.access_token, client)).toBe(true);
      await app.patch(`/clients/${client.id}`, { scopes: ['orders:read'] }, admin);
      expect(await isActive(body.access_token, client)).toBe(false);
      const { body: again } = await token(client.id, client.secret);
      expect([await isActive(again.access_token, client), again.scope]).toEqual([true, 'orders:read']);
    });

    it('when they are deactivated or deleted, and get no more', async () => {
      const watcher = await registerClient(app);
      for (const end of [
        (id: string) => app.patch(`/clients/${id}`, { is_active: false }, admin),
        (id: string) => app.delete(`/clients/${id}`, admin),
      ]) {
        const { id, secret } = await registerClient(app);
        const { body } = await token(id, secret);
        expect((await end(id)).status).toBeLessThan(300);
        expect(await isActive(body.access_token, watcher)).toBe(false);
        expectOAuthError(await token(id, secret), 'invalid_client', 401);
      }
    });
  });

  it('leave traces in the audit log', async () => {
    const { id } = await registerClient(app);
    const types = async () => {
      const { body } = await app.get('/audit/events?type=client.secret_added', admin);
      return JSON.stringify(body);
    };
    await vi.waitFor(async () => expect(await types()).toContain(id));
  });

  it('are told of in the audit log, and judged by the table, while they cannot be read after a change', async () => {
    const { id, secret } = await registerClient(app);
    const other = await registerClient(app);
    // Requests need digests, administrators do not: the change can be made, and what it came to cannot be read.
    await app.sql('ALTER TABLE client_secrets RENAME COLUMN digest TO away');
    const changed = await app.delete(`/clients/${id}`, admin);
    const refused = await token(id, secret);
    await app.sql('ALTER TABLE client_secrets RENAME COLUMN away TO digest');
    expect(changed.status).toBe(204);
    expect(refused.status).not.toBe(200);
    expectOAuthError(await token(id, secret), 'invalid_client', 401);
    expect((await token(other.id, other.secret)).status).toBe(200);
    await vi.waitFor(async () => {
      const { text } = await app.get('/audit/events?type=client.deleted', admin);
      expect(text).toContain(id);
    });
  });
});
