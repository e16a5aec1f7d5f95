import { TestApp } from '../support/app.js';
import { fc, propertiesOf } from '../support/properties.js';
import { commands } from './session-model/commands.js';
import { Model } from './session-model/model.js';

/** Each run has people of its own; signing them up and in costs a password hash each time. */
const RUNS = Number(process.env['MODEL_RUNS'] ?? 8);

describe(propertiesOf('Users, sessions and tokens'), () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it('agree with a model of them, whatever is done in which order', async () => {
    const { access_token: token } = await app.admin();
    await fc.assert(
      fc.asyncProperty(commands, async (steps) => {
        const model = new Model();
        model.add(await app.register());
        model.add(await app.register());
        await fc.asyncModelRun(() => ({ model, real: { app, token } }), steps);
      }),
      { numRuns: RUNS },
    );
  });
});
