import type { BlacklistedTokenType } from './token-blacklist.entity.js';
import { type RevocationEntry, RevocationIndex } from './revocation-index.js';

const TOKEN = { jti: 'j', sid: 's', sub: 'u', epoch: 3 };
const LIFE_MS = 10_000;

const entry = (token_type: BlacklistedTokenType, jti: string, min_epoch: number | null = null) =>
  ({ jti, token_type, min_epoch, expires_at: new Date(0) }) satisfies RevocationEntry;

describe('RevocationIndex', () => {
  let index: RevocationIndex;

  beforeEach(() => {
    index = new RevocationIndex(LIFE_MS);
  });

  it('knows nothing to begin with', () => {
    expect(index.has(TOKEN)).toBe(false);
    expect(index.size).toBe(0);
  });

  it.each<[string, RevocationEntry, boolean]>([
    ['its own id', entry('access', 'j'), true],
    ['the id of another', entry('access', 'x'), false],
    ['its session', entry('session', 's'), true],
    ['another session', entry('session', 'x'), false],
    ['an epoch above its own', entry('user', 'u', 4), true],
    ['its own epoch', entry('user', 'u', 3), false],
    ['an epoch below its own', entry('user', 'u', 2), false],
    ['an epoch of another user', entry('user', 'x', 99), false],
  ])('finds a token by %s: %o → %s', (_name, known, found) => {
    index.add([known]);
    expect(index.has(TOKEN)).toBe(found);
  });

  it('lets the highest epoch hold, in whatever order it hears of them', () => {
    index.add([entry('user', 'u', 4), entry('user', 'u', 2)]);
    expect(index.has(TOKEN)).toBe(true);
    index.add([entry('user', 'u', null)]);
    expect(index.has(TOKEN)).toBe(true);
    expect(index.has({ ...TOKEN, epoch: 4 })).toBe(false);
  });

  it('knows what it was told, and of a user every epoch up to the highest', () => {
    index.add([entry('session', 's'), entry('user', 'u', 3)]);
    expect(index.knows(entry('session', 's'))).toBe(true);
    expect(index.knows(entry('session', 'x'))).toBe(false);
    expect([2, 3, 4].map((epoch) => index.knows(entry('user', 'u', epoch)))).toEqual([true, true, false]);
    expect(index.knows(entry('user', 'x', 0))).toBe(false);
  });

  it('forgets what concerns no token any more, and not a moment sooner', () => {
    index.add([entry('session', 's')], 0);
    index.add([entry('user', 'u', 9)], 1);
    index.sweep(LIFE_MS - 1);
    expect(index.size).toBe(2);
    index.sweep(LIFE_MS);
    expect(index.has({ ...TOKEN, epoch: 99 })).toBe(false);
    expect(index.has(TOKEN)).toBe(true);
    index.sweep(LIFE_MS + 1);
    expect(index.size).toBe(0);
  });

  it('remembers a user from the later of two entries on', () => {
    index.add([entry('user', 'u', 9)], 0);
    index.add([entry('user', 'u', 8)], 1);
    index.sweep(LIFE_MS);
    expect(index.has(TOKEN)).toBe(true);
  });

  it('forgets nothing because the clock of the machine was set forward for a while', () => {
    index.add([entry('session', 's'), entry('user', 'u', 9)]);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60 * 60 * 1000 });
    index.sweep();
    vi.useRealTimers();
    expect(index.has({ ...TOKEN, sub: 'x' })).toBe(true);
    expect(index.has({ ...TOKEN, sid: 'x' })).toBe(true);
  });

  it('does not grow when it hears the same again', () => {
    for (let i = 0; i < 100; i++) index.add([entry('session', 's'), entry('user', 'u', i)]);
    expect(index.size).toBe(2);
  });
});
