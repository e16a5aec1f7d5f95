import type { RecordedSecurityEvent } from '#common/events/security-events.js';
import { RepeatedEvents } from './repeated-events.js';

const refusal = (ip: string): RecordedSecurityEvent => ({
  type: 'rate_limit.exceeded',
  outcome: 'failure',
  at: new Date(),
  ip,
  detail: { limit: 'login' },
});

describe('RepeatedEvents', () => {
  it('lets the first of a kind through and counts the others', () => {
    const repeats = new RepeatedEvents();
    expect(['a', 'a', 'b', 'a'].map((ip) => repeats.isFirst(refusal(ip)))).toEqual([true, false, true, false]);
    expect(repeats.drain()).toMatchObject([{ ip: 'a', detail: { limit: 'login', repeated: 2 } }]);
    expect(repeats.drain()).toEqual([]);
    expect(repeats.isFirst(refusal('a'))).toBe(true);
  });

  /** Nothing bounds how often somebody may say to be a client, and secrets of 256 random bits are not guessed. */
  it('counts who fails to be a client, each client for itself', () => {
    const repeats = new RepeatedEvents();
    const failure = (clientId: string) =>
      ({ ...refusal('a'), type: 'client.authentication_failed', clientId }) as const;
    expect(['x', 'x', 'y'].map((id) => repeats.isFirst(failure(id)))).toEqual([true, false, true]);
    expect(repeats.drain()).toMatchObject([{ clientId: 'x', detail: { repeated: 1 } }]);
  });

  it('never holds back what is worth a record each time', () => {
    const repeats = new RepeatedEvents();
    const event = { ...refusal('a'), type: 'sign_in.failed' } as const;
    expect([repeats.isFirst(event), repeats.isFirst(event)]).toEqual([true, true]);
    expect(repeats.drain()).toEqual([]);
  });

  it('does not grow with the number of addresses', () => {
    const repeats = new RepeatedEvents();
    const first = Array.from({ length: 5000 }, (_, i) => repeats.isFirst(refusal(`address ${i}`))).filter(Boolean);
    expect(first).toHaveLength(1001);
    // Of so many no one has done it.
    const type = 'rate_limit.exceeded';
    expect(repeats.drain()).toEqual([{ type, outcome: 'failure', at: expect.any(Date), detail: { repeated: 3999 } }]);
  });
});
