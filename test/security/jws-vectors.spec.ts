import { vectorsFrom } from '../../packages/verifier/test/support/jws-vectors.js';
import { TestApp } from '../support/app.js';
import { realKey } from './forge.js';
import { expectProblem } from './problems.js';

/** Other text is stopped by HTTP itself; `packages/verifier/test/jws-vectors.spec.ts` has all of them. */
const FITS_A_HEADER = /^[\x21-\x7e]+$/;

describe.each(['ES256', 'RS256', 'EdDSA'] as const)('Vectors of JWS at a service that signs with %s', (algorithm) => {
  let app: TestApp;

  beforeAll(async () => {
    app = await TestApp.start({ SIGNING_ALGORITHM: algorithm });
  });
  afterAll(() => app.stop());

  it('are refused, each of them, and the token that they are made from is not', async () => {
    const { access_token: token } = await app.newcomer();
    const vectors = vectorsFrom({ algorithm, token, privateKey: realKey(app).privateKey });
    const fitting = vectors.filter(([, forged]) => FITS_A_HEADER.test(forged));
    expect(fitting.length).toBeGreaterThan(100);
    const taken: string[] = [];
    for (const [name, forged] of fitting) {
      const answer = await app.get('/auth/me', forged);
      if (answer.status === 200) taken.push(name);
      else expectProblem(answer, 401, 'invalid_access_token');
    }
    expect(taken).toEqual([]);
    expect((await app.get('/auth/me', token)).status).toBe(200);
  });
});
