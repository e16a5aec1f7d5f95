import { TestIssuer, uuidv7 } from '@gatehouse/verifier/testing';
import { TravelClock } from './support/travel-clock.js';

describe('a token that was verified before', () => {
  const issuer = new TestIssuer();
  const clock = new TravelClock();
  const verifier = issuer.verifier({ clock });

  afterAll(() => verifier.close());

  it('is not answered for another that differs in a letter, anywhere', async () => {
    const token = issuer.token();
    await verifier.verify(token);
    for (const at of [0, 5, token.indexOf('.') + 3, Math.floor(token.length / 2), token.length - 3]) {
      const other = token.slice(0, at) + (token[at] === 'x' ? 'y' : 'x') + token.slice(at + 1);
      await expect(verifier.verify(other)).rejects.toMatchObject({ code: 'invalid_token' });
    }
  });

  it('is refused as soon as it has expired', async () => {
    const whenStale = 'accept'; // As the feed must seem to be when the clock is set.
    const token = issuer.token({ expiresIn: 30 });
    await verifier.verify(token);
    clock.set(34);
    await verifier.verify(token, { whenStale });
    clock.set(35);
    await expect(verifier.verify(token, { whenStale })).rejects.toMatchObject({ reason: 'expired' });
    clock.set(0);
  });

  it('is refused as soon as its session has ended', async () => {
    const sessionId = uuidv7();
    const [token, other] = [issuer.token({ sessionId }), issuer.token()];
    const seen = await verifier.verify(token);
    await verifier.verify(other);
    await issuer.endSession(sessionId);
    await expect(verifier.verify(token)).rejects.toMatchObject({ reason: 'revoked' });
    expect(() => verifier.recheck(seen)).toThrow(expect.objectContaining({ reason: 'revoked' }));
    await verifier.verify(other);
  });

  it('is refused when it alone is revoked, or an older one of its user', async () => {
    const [subject, jti] = [uuidv7(), uuidv7()];
    const [single, old, young] = [
      issuer.token({ claims: { jti } }),
      issuer.token({ subject, epoch: 1 }),
      issuer.token({ subject, epoch: 2 }),
    ];
    for (const token of [single, old, young]) await verifier.verify(token);
    await issuer.revokeToken(jti);
    await issuer.raiseEpoch(subject, 2);
    await expect(verifier.verify(single)).rejects.toMatchObject({ reason: 'revoked' });
    await expect(verifier.verify(old)).rejects.toMatchObject({ reason: 'revoked' });
    await verifier.verify(young);
  });

  it('is refused when its key has left the set', async () => {
    const issuer = new TestIssuer();
    const verifier = issuer.verifier({ clock });
    const token = issuer.token();
    const seen = await verifier.verify(token);
    issuer.rotateKey({ withdraw: true });
    // The feed is signed by the new key now, which makes the set be asked for: an emergency is over in seconds.
    clock.pass(31);
    await issuer.endSession(uuidv7());
    await expect(verifier.verify(token)).rejects.toMatchObject({ code: 'invalid_token' });
    expect(() => verifier.recheck(seen)).toThrow(expect.objectContaining({ reason: 'its key has been withdrawn' }));
    verifier.close();
  });

  it('is one of so many: the least used is dropped', async () => {
    const small = issuer.verifier({ cacheSize: 2 });
    const tokens = [issuer.token(), issuer.token(), issuer.token()];
    const first = await small.verify(tokens[0]!);
    const second = await small.verify(tokens[1]!);
    expect(await small.verify(tokens[0]!)).toBe(first);
    await small.verify(tokens[2]!);
    expect(await small.verify(tokens[0]!)).toBe(first);
    expect(await small.verify(tokens[1]!)).not.toBe(second);
    small.close();
  });

  it('is verified each time where nothing is to be kept', async () => {
    const forgetful = issuer.verifier({ cacheSize: 0 });
    const token = issuer.token();
    expect(await forgetful.verify(token)).not.toBe(await forgetful.verify(token));
    forgetful.close();
  });
});
