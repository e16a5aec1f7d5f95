import { exportJWK, generateKeyPair } from 'jose';
import * as openid from 'openid-client';
import { TestApp } from '../../support/app.js';
import { registerClient } from '../../support/clients.js';

const ISSUER = new URL('http://gatehouse.test');

/** A certified client, configured by nothing but the issuer and the credentials. */
describe('openid-client', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  /** PUBLIC_URL is a name that does not resolve: what is sent there goes to the test's port. */
  const toApp: openid.CustomFetch = (url, options) => fetch(url.replace(ISSUER.origin, app.origin), options);

  const discover = (id: string, secret: string | undefined, how?: openid.ClientAuth) =>
    openid.discovery(ISSUER, id, secret, how, {
      algorithm: 'oauth2',
      execute: [openid.allowInsecureRequests],
      [openid.customFetch]: toApp,
    });

  it.each([
    ['client_secret_basic', openid.ClientSecretBasic],
    ['client_secret_post', openid.ClientSecretPost],
  ])('discovers, gets a token, asks about it and gives it up (%s)', async (_, method) => {
    const { id, secret } = await registerClient(app);
    const config = await discover(id, secret, method(secret));
    const tokens = await openid.clientCredentialsGrant(config, { scope: 'orders:read' });
    expect(tokens).toMatchObject({ token_type: 'bearer', scope: 'orders:read' });

    const said = await openid.tokenIntrospection(config, tokens.access_token);
    expect(said).toMatchObject({ active: true, client_id: id, scope: 'orders:read' });
    await openid.tokenRevocation(config, tokens.access_token);
    expect(await openid.tokenIntrospection(config, tokens.access_token)).toEqual({ active: false });
  });

  it('authenticates by a key (private_key_jwt)', async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
    const { id } = await registerClient(app, { jwks: { keys: [await exportJWK(publicKey)] } });
    const config = await discover(id, undefined, openid.PrivateKeyJwt(privateKey));
    const tokens = await openid.clientCredentialsGrant(config);
    expect(await openid.tokenIntrospection(config, tokens.access_token)).toMatchObject({ active: true, sub: id });
  });

  it('refreshes for the first-party application', async () => {
    const { refresh_token } = await app.newcomer();
    const config = await discover('gatehouse', undefined, openid.None());
    const tokens = await openid.refreshTokenGrant(config, refresh_token);
    expect(tokens.refresh_token).not.toBe(refresh_token);
    await openid.tokenRevocation(config, tokens.refresh_token!);
    await expect(openid.refreshTokenGrant(config, tokens.refresh_token!)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });
});
