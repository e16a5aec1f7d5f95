import { statusOf, whyItEnded } from './ends.js';

describe('the end of a worker', () => {
  it.each([
    [0, null, 0, 'exit code 0'],
    [1, null, 1, 'exit code 1'],
    [null, 'SIGKILL', 137, 'SIGKILL'],
    [null, 'SIGTERM', 143, 'SIGTERM'],
  ])('with %j and %j is %i: %s', (code, signal, status, why) => {
    expect([statusOf({ code, signal }), whyItEnded({ code, signal })]).toEqual([status, why]);
  });
});
