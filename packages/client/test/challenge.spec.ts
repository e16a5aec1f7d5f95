import { createHash } from 'node:crypto';
import { solveProofOfWork } from '@gatehouse/client/challenge';
import { ADA, Profile } from './support/profile.js';
import { StubService } from './support/stub-service.js';

const CHALLENGE = { kind: 'proof_of_work', algorithm: 'SHA-256', difficulty: 12 };

describe('a challenge', () => {
  it.each(['t', 'ghc_'.repeat(15), 'x'.repeat(55), 'y'.repeat(64), 'z'.repeat(200)])(
    'is solved for %s',
    async (token) => {
      const solution = await solveProofOfWork({ ...CHALLENGE, token });
      expect(solution.startsWith(`${token}.`)).toBe(true);
      expect(createHash('sha256').update(solution).digest().readUInt32BE(0)).toBeLessThan(
        2 ** (32 - CHALLENGE.difficulty),
      );
    },
  );

  it('of another kind is not for it', async () => {
    await expect(solveProofOfWork({ kind: 'turnstile', site_key: 'x' })).rejects.toBeInstanceOf(TypeError);
  });

  it('is solved by the client where it is told how, and the request sent once more', async () => {
    const service = await StubService.start();
    service.fault = ({ headers, path }, response, proper) => {
      if (!path.endsWith('/login') || headers['x-challenge-response'] === 'solved: t') return proper();
      const problem = {
        type: 'x',
        title: 'Solve',
        status: 429,
        code: 'challenge_required',
        challenge: { kind: 'k', token: 't' },
      };
      response.writeHead(429, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem));
    };
    const profile = new Profile(service.origin);
    const onChallenge = ({ token }: { token?: unknown }) => `solved: ${String(token)}`;
    expect(await profile.open({ onChallenge }).client.login(ADA)).toMatchObject({ username: 'ada' });
    const refusal = { code: 'challenge_required', problem: { challenge: { token: 't' } } };
    await expect(profile.open().client.login(ADA)).rejects.toMatchObject(refusal);
    profile.close();
    await service.stop();
  });
});
