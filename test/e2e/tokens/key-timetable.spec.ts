import { KeyRotation } from '#tokens/index.js';
import { TestApp } from '../../support/app.js';

describe('KEY_ROTATION_DAYS', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({ JWKS_MAX_AGE_SECONDS: '10' });
  });
  afterAll(() => app.stop());

  const kids = async () => {
    const { body, headers } = await app.get('//.well-known/jwks.json');
    expect(headers.get('cache-control')).toBe('public, max-age=10');
    return body.keys.map(({ kid }: { kid: string }) => kid) as string[];
  };

  it('leaves a young key alone', async () => {
    const before = await kids();
    await app.nest.get(KeyRotation).rotateWhenOlderThan(90);
    expect(await kids()).toEqual(before);
  });

  it('publishes one more when the youngest is too old, however many instances see it at once', async () => {
    const before = await kids();
    await app.sql(`UPDATE signing_keys SET activates_at = now() - interval '91 days'`);
    const rotation = app.nest.get(KeyRotation);
    await Promise.all(Array.from({ length: 5 }, () => rotation.rotateWhenOlderThan(90)));
    const after = await kids();
    expect(after).toHaveLength(before.length + 1);
    // Published for twice the time that others may keep the set, and only then in use.
    const [next] = await app.sql<{ seconds: number }>(
      `SELECT extract(epoch FROM max(activates_at) - now())::float AS seconds FROM signing_keys`,
    );
    expect(next!.seconds).toBeGreaterThan(15);
    expect(next!.seconds).toBeLessThanOrEqual(20);
  });
});
