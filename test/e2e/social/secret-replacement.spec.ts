import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { SecretKey } from '#database/index.js';
import { SecretReplacement } from '#tokens/index.js';
import { countFormerProviderTokens, ProviderTokenResealing, ProviderTokenSeal } from '#users/index.js';
import { TestApp, uniqueName } from '../../support/app.js';
import { Application, GATEHOUSE, socialEnv } from '../../support/social/application.js';
import { OddProvider } from '../../support/social/odd-provider.js';

const NEW = 'the new one, which is long enough to be a secret';

describe('Sign-in with providers while SECRET_KEY is replaced', () => {
  let odd: OddProvider;
  let app: TestApp;
  let former: string;

  beforeAll(async () => {
    odd = await OddProvider.start();
  });
  beforeEach(async () => {
    odd.behave();
    const sub = uniqueName();
    odd.idToken = { sub, email: `${sub}@example.org`, email_verified: true };
    app = await TestApp.start(env());
    former = app.config.secretKey ?? readFileSync(join(app.config.database.dataDir, 'secret.key'), 'utf8').trim();
  });
  afterEach(() => app.stop());
  afterAll(() => odd.stop());

  const env = (more: Record<string, string> = {}) => ({
    ...socialEnv({ odd: { ...odd.env, STORE_TOKENS: 'on' } }),
    ...more,
  });
  const both = () => ({ SECRET_KEY: NEW, SECRET_KEY_PREVIOUS: former });
  const replace = () => app.nest.get(SecretReplacement).replace();
  const departed = async (application: Application) =>
    odd.back((await application.start('odd')).headers.get('location')!);
  const kept = async () => {
    const [row] = await app.sql<{ id: string; tokens: Buffer }>('SELECT id, tokens FROM identities');
    return row!;
  };

  it('opens tokens that were kept before, also of a provider that is configured no more, and seals them anew', async () => {
    const application = new Application(app);
    expect((await application.exchange(await application.callback(await departed(application)))).status).toBe(200);
    const count = (secret: SecretKey) =>
      countFormerProviderTokens(app.nest.get(DataSource), new ProviderTokenSeal(secret));
    const secret = () => new SecretKey(NEW, [former]);

    app = await app.restart(both());
    const before = await kept();
    expect(app.nest.get(ProviderTokenSeal).open(before.id, before.tokens)).toMatchObject({ access_token: 'at-1' });
    expect(await count(secret())).toBe(1);
    await replace();
    const resealing = app.nest.get(ProviderTokenResealing);
    expect(await resealing.reseal()).toBe(1);
    expect(await resealing.reseal()).toBe(0);
    expect(await count(secret())).toBe(0);

    app = await app.restart({ SECRET_KEY: NEW });
    const { id, tokens } = await kept();
    expect(app.nest.get(ProviderTokenSeal).open(id, tokens)).toMatchObject({
      access_token: 'at-1',
      refresh_token: 'rt-1',
    });
    expect(new ProviderTokenSeal(new SecretKey(former)).open(id, tokens)).toBeUndefined();
  });

  it('goes on where it was begun before, with the verifier and the nonce that the provider has been told of', async () => {
    const atProvider = new Application(app);
    const back = await departed(atProvider);
    const returned = new Application(app);
    const address = await returned.callback(await departed(returned));

    app = await app.restart(env(both()));
    await replace();
    const resumed = (application: Application) => {
      const browser = new Application(app).browser;
      for (const pair of application.browser.cookiesFor(GATEHOUSE).split('; '))
        browser.plant(GATEHOUSE, ...(pair.split('=') as [string, string]));
      return Object.assign(new Application(app, browser), { codeVerifier: application.codeVerifier });
    };
    expect((await resumed(returned).exchange(address)).status).toBe(200);
    const second = resumed(atProvider);
    expect((await second.exchange(await second.callback(back))).status).toBe(200);
  });

  it('refuses a code whose content no secret opens: it is begun again', async () => {
    const application = new Application(app);
    const address = await application.callback(await departed(application));
    await app.sql(`UPDATE social_codes SET content = set_byte(content, 20, (get_byte(content, 20) + 1) % 256)`);
    const { status, body } = await application.exchange(address);
    expect([status, (body as { code?: string }).code]).toEqual([400, 'invalid_social_code']);
  });
});
