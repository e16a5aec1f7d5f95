import { PASSWORD, TestApp, uniqueName } from '../support/app.js';

describe('An administrator who is put out', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({ PASSWORD_HASH_CONCURRENCY: '1', PASSWORD_HASH_QUEUE: '1000' });
  });
  afterAll(() => app.stop());

  it('leaves no waiting request that makes another one', async () => {
    const admin = await app.admin();
    const rogue = await app.newcomer();
    await app.patch(`/users/${rogue.id}`, { roles: ['admin'] }, admin.access_token);
    const { access_token } = await app.signIn(rogue);

    const names = Array.from({ length: 25 }, () => uniqueName());
    const creations = names.map((username) =>
      app.post(
        '/users',
        { username, email: `${username}@example.org`, password: PASSWORD, roles: ['admin'] },
        access_token,
      ),
    );
    const out = await app.patch(`/users/${rogue.id}`, { is_active: false }, admin.access_token);
    expect(out.status).toBe(200);
    const made = () => app.sql('SELECT FROM users WHERE username = ANY ($1)', [names]);
    const before = (await made()).length;

    const answers = await Promise.all(creations);
    expect(answers.filter(({ status }) => status === 401).length).toBeGreaterThan(0);
    // One may be on its last step when the answer to the deactivation is on its way.
    expect((await made()).length - before).toBeLessThanOrEqual(1);
  });
});
