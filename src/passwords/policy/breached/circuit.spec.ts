import { Circuit } from './circuit.js';

describe('Circuit', () => {
  let now = 0;
  let circuit: Circuit;
  const fail = (times: number) => {
    for (let i = 0; i < times; i += 1) circuit.failed();
  };

  beforeEach(() => {
    now = 1_000;
    circuit = new Circuit(() => now);
  });

  it('admits everybody while it works, and after two failures', () => {
    expect(circuit.admits()).toBe(true);
    fail(2);
    expect(circuit.admits()).toBe(true);
  });

  it('admits nobody for a minute after three failures in a row', () => {
    fail(3);
    expect(circuit.admits()).toBe(false);
    now += 59_999;
    expect(circuit.admits()).toBe(false);
  });

  it('forgets failures that a success came between', () => {
    fail(2);
    circuit.succeeded();
    fail(2);
    expect(circuit.admits()).toBe(true);
  });

  it('admits one after the minute, and all when that one has succeeded', () => {
    fail(3);
    now += 60_000;
    expect([circuit.admits(), circuit.admits(), circuit.admits()]).toEqual([true, false, false]);
    circuit.succeeded();
    expect([circuit.admits(), circuit.admits()]).toEqual([true, true]);
  });

  it('waits another minute when that one has failed', () => {
    fail(3);
    now += 60_000;
    circuit.admits();
    now += 1_000;
    circuit.failed();
    now += 59_999;
    expect(circuit.admits()).toBe(false);
    now += 1;
    expect(circuit.admits()).toBe(true);
  });
});
