import { describe, expect, it } from 'vitest';
import type { Argon2Engine } from './argon2-engine.js';
import { agrees, chooseEngine } from './choose-engine.js';
import { quicker } from './quicker-engine.js';
import { reference } from './reference-engine.js';

describe('chooseEngine', () => {
  it('takes the quicker one where it is installed', async () => expect(await chooseEngine('auto')).toBe(quicker));

  it('takes the reference where it is asked to', async () => expect(await chooseEngine('argon2')).toBe(reference));
});

describe('agrees', () => {
  const altered = (change: Partial<Argon2Engine>): Argon2Engine => ({ ...reference, name: 'altered', ...change });

  it.each([quicker, reference])('holds for $name', async (engine) => expect(await agrees(engine)).toBe(true));

  it.each([
    ['hashes otherwise', { hash: (password, cost) => reference.hash(`${password} `, cost) }],
    ['takes one pass less', { hash: (password, cost) => reference.hash(password, { ...cost, passes: 1 }) }],
    ['cuts long passwords', { hash: (password, cost) => reference.hash(password.slice(0, 72), cost) }],
    ['accepts everything', { verify: async () => true }],
    ['accepts nothing', { verify: async () => false }],
    ['throws', { verify: () => Promise.reject(new Error('no')) }],
  ] satisfies [string, Partial<Argon2Engine>][])('not for one that %s', async (_, change) => {
    expect(await agrees(altered(change))).toBe(false);
  });
});
