import { TestIssuer, uuidv7 } from '@gatehouse/verifier/testing';
import type { Verifier } from '@gatehouse/verifier';
import { TravelClock } from './support/travel-clock.js';

/** What one could try on a cache of verified tokens: RFC 8725 §2.1 and §3.3, and the time that passes meanwhile. */
describe('a cache that knows a genuine token', () => {
  const issuer = new TestIssuer();
  const whenStale = 'accept'; // As the feed must seem to be when the clock is moved.
  let clock: TravelClock;
  let verifier: Verifier;

  beforeEach(() => {
    clock = new TravelClock();
    verifier = issuer.verifier({ clock });
  });
  afterEach(() => verifier.close());

  const outcome = (token: string) =>
    verifier.verify(token, { whenStale }).then(
      ({ subject }) => subject,
      ({ code }: { code: string }) => code,
    );
  const partsOf = (token: string) => token.split('.') as [string, string, string];
  /** The same signature, spelt otherwise: the last letter of 64 bytes has four bits to spare. */
  const respelt = (token: string) => {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    return token.slice(0, -1) + letters[letters.indexOf(token.at(-1)!) + 1];
  };

  const variants: [string, (genuine: string, other: string) => string][] = [
    ['cut at the end', (genuine) => genuine.slice(0, -1)],
    ['cut at the start', (genuine) => genuine.slice(1)],
    ['longer by a letter', (genuine) => `${genuine}A`],
    ['longer by a part', (genuine) => `${genuine}.AAAA`],
    ['padded', (genuine) => `${genuine}==`],
    ['with a blank behind', (genuine) => `${genuine} `],
    ['with a line end behind', (genuine) => `${genuine}\n`],
    ['with a zero behind', (genuine) => `${genuine}\0`],
    ['twice', (genuine) => `${genuine}${genuine}`],
    ['with its signature spelt otherwise', respelt],
    ['without its signature', (genuine) => `${partsOf(genuine).slice(0, 2).join('.')}.`],
    [
      'with the signature of another',
      (genuine, other) => [...partsOf(genuine).slice(0, 2), partsOf(other)[2]].join('.'),
    ],
    [
      'with the payload of another',
      (genuine, other) => {
        const [header, , signature] = partsOf(genuine);
        return [header, partsOf(other)[1], signature].join('.');
      },
    ],
    [
      'with a header that asks for nothing',
      (genuine) => {
        const header = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url');
        return [header, ...partsOf(genuine).slice(1)].join('.');
      },
    ],
    ['in capitals', (genuine) => genuine.toUpperCase()],
  ];

  it.each(variants)('does not answer for it %s, before or after', async (_name, change) => {
    const [subject, other] = [uuidv7(), issuer.token({ roles: ['admin'] })];
    const genuine = issuer.token({ subject });
    const changed = change(genuine, other);
    expect(await outcome(changed)).toBe('invalid_token');
    expect(await outcome(genuine)).toBe(subject);
    expect(await outcome(changed)).toBe('invalid_token');
    expect(await outcome(genuine)).toBe(subject);
  });

  it('tells genuine ones from forged ones, however they are mixed', async () => {
    const users = Array.from({ length: 20 }, () => uuidv7());
    const genuine = users.map((subject) => issuer.token({ subject }));
    const all = genuine.flatMap((token, i) => [
      { token, expected: users[i] },
      ...variants.map(([, change]) => ({
        token: change(token, genuine[(i + 1) % genuine.length]!),
        expected: 'invalid_token',
      })),
    ]);
    for (let round = 0; round < 3; round++) {
      const mixed = all.toSorted(() => Math.random() - 0.5);
      const outcomes = await Promise.all(mixed.map(({ token }) => outcome(token)));
      expect(outcomes).toEqual(mixed.map(({ expected }) => expected));
    }
  });

  it('answers each signature over the same payload for itself: ES256 never signs twice alike', async () => {
    const payload = JSON.parse(Buffer.from(partsOf(issuer.token())[1], 'base64url').toString()) as { sub: string };
    const [first, second] = [issuer.sign(payload), issuer.sign(payload)];
    expect(first).not.toBe(second);
    const [one, two] = [await verifier.verify(first), await verifier.verify(second)];
    expect(one).not.toBe(two);
    expect([one.subject, two.subject]).toEqual([payload.sub, payload.sub]);
  });

  it('lets it expire while it is looked at without end, to the second', async () => {
    const subject = uuidv7();
    const token = issuer.token({ subject, expiresIn: 10 });
    const { exp } = JSON.parse(Buffer.from(partsOf(token)[1], 'base64url').toString()) as { exp: number };
    let now = exp - 3;
    const stopped = issuer.verifier({ clock: { now: () => now * 1000, elapsed: () => performance.now() } });
    const looks: string[] = [];
    for (; now < exp + 8; now += 0.5) {
      looks.push(
        await stopped.verify(token, { whenStale }).then(
          () => 'taken',
          () => `refused at ${now - exp}`,
        ),
      );
    }
    expect(looks.indexOf('refused at 5')).toBe(looks.lastIndexOf('taken') + 1);
    expect(looks.filter((look) => look === 'taken')).toHaveLength(16);
    stopped.close();
  });

  it('goes by the time of day as it is, back and forth', async () => {
    const subject = uuidv7();
    const token = issuer.token({ subject, expiresIn: 60 });
    expect(await outcome(token)).toBe(subject);
    clock.set(120);
    expect(await outcome(token)).toBe('invalid_token');
    clock.set(0);
    expect(await outcome(token)).toBe(subject);
    // Set back, a clock makes what is shown for the first time seem to come from the future. What has been verified was
    // genuine before.
    clock.set(-3600);
    expect(await outcome(token)).toBe(subject);
    expect(await outcome(issuer.token({ subject, expiresIn: 60 }))).toBe('invalid_token');
  });

  it('never takes it again once its session has ended, whatever else is asked meanwhile', async () => {
    const [subject, sessionId] = [uuidv7(), uuidv7()];
    const tokens = Array.from({ length: 50 }, () => issuer.token({ subject, sessionId }));
    await Promise.all(tokens.map(outcome));
    let hasEnded = false;
    const late: string[] = [];
    const looking = (async () => {
      for (let i = 0; i < 400; i++) {
        const wasOver = hasEnded;
        const result = await outcome(tokens[i % tokens.length]!);
        if (wasOver && result !== 'invalid_token') late.push(result);
        if (i % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
      }
    })();
    await issuer.endSession(sessionId);
    hasEnded = true;
    await looking;
    expect(late).toEqual([]);
    expect(new Set(await Promise.all(tokens.map(outcome)))).toEqual(new Set(['invalid_token']));
    expect(await outcome(issuer.token({ subject, sessionId }))).toBe('invalid_token');
  });
});
