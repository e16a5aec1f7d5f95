import { ReplicaAge } from './replica-age.js';

describe('ReplicaAge', () => {
  let age: ReplicaAge;

  beforeEach(() => {
    age = new ReplicaAge();
  });

  it('is not known before the replica was seen', () => {
    age.written(100n, 1000);
    expect(age.secondsAt(1000)).toBe(Infinity);
  });

  it('counts from the last place of the primary that the replica has reached', () => {
    age.written(100n, 1000);
    age.written(200n, 2000);
    age.written(300n, 3000);
    age.replayed(250n);
    expect(age.secondsAt(3500)).toBe(1.5);
    age.replayed(300n);
    expect(age.secondsAt(3500)).toBe(0.5);
  });

  it('grows while the replica stands still and the primary goes on', () => {
    age.written(100n, 1000);
    age.replayed(100n);
    age.written(200n, 2000);
    age.replayed(100n);
    expect(age.secondsAt(9000)).toBe(8);
  });

  it('does not grow while nothing happens on the primary', () => {
    for (let at = 1000; at <= 9000; at += 1000) {
      age.written(100n, at);
      age.replayed(100n);
    }
    expect(age.secondsAt(9000)).toBe(0);
  });

  it('forgets', () => {
    age.written(100n, 1000);
    age.replayed(100n);
    age.forget();
    age.replayed(100n);
    expect(age.secondsAt(1000)).toBe(Infinity);
  });

  it('holds for whoever has come as far as was measured, not for another that is further behind', () => {
    age.written(100n, 1000);
    age.written(200n, 2000);
    age.replayed(150n);
    expect([99n, 100n, 150n].map((place) => age.holdsAt(place))).toEqual([false, true, true]);
  });

  it('was not seen to be behind at the first look, and is once it was for long', () => {
    age.written(100n, 1000);
    expect([1000, 6000].map((now) => age.behindAt(now))).toEqual([0, 5]);
    age.replayed(100n);
    expect(age.behindAt(7000)).toBe(6);
  });
});
