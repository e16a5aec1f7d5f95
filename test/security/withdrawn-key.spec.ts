import { DatabaseBell } from '#database/index.js';
import { TestApp } from '../support/app.js';

describe('A signing key that was stolen and is withdrawn elsewhere', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    await app.stop();
  });

  it('is good for nothing here within a second or two, also while other instances are not heard', async () => {
    const { access_token } = await app.newcomer();
    vi.spyOn(app.nest.get(DatabaseBell), 'heard', 'get').mockReturnValue(false);
    expect((await app.get('/auth/me', access_token)).status).toBe(200);
    // Without the trigger that rings.
    await app.sql('ALTER TABLE signing_keys DISABLE TRIGGER USER');
    await app.sql('DELETE FROM signing_keys');
    const status = async () => (await app.get('/auth/me', access_token)).status;
    await expect.poll(status, { timeout: 5_000 }).toBe(401);
  });
});
