import argon2 from 'argon2';
import { describe, expect, it } from 'vitest';
import { Config } from '#config/index.js';
import { Argon2Hasher } from './argon2.hasher.js';
import { quicker } from './quicker-engine.js';
import { reference } from './reference-engine.js';

const engines = [reference, quicker];
const salt = 'c2FsdHNhbHRzYWx0c2FsdA';
const tag = 'A'.repeat(43);
const phc = (cost: string, id = 'argon2id', version = '19') => `$${id}$v=${version}$${cost}$${salt}$${tag}`;

describe.each(engines)('Argon2Hasher with $name', (engine) => {
  const hasher = new Argon2Hasher(Config.from({}), engine);

  it('makes PHC strings with the configured cost, one lane, a salt of 16 and a tag of 32 bytes', async () => {
    const stored = await hasher.hash('sesame');
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(hasher.isCurrent(stored)).toBe(true);
    expect(await hasher.hash('sesame')).not.toBe(stored);
  });

  it.each([
    ['more memory', { memoryCost: 20480, timeCost: 2, parallelism: 1 }],
    ['more passes', { memoryCost: 19456, timeCost: 3, parallelism: 1 }],
    ['more lanes', { memoryCost: 19456, timeCost: 2, parallelism: 2 }],
    ['a shorter tag', { memoryCost: 19456, timeCost: 2, parallelism: 1, hashLength: 16 }],
    ['a longer salt', { memoryCost: 19456, timeCost: 2, parallelism: 1, salt: Buffer.alloc(32, 1) }],
  ])('reads hashes with %s, but does not take them for its own', async (_, options) => {
    const stored = await argon2.hash('sesame', options);
    expect(hasher.understands(stored)).toBe(true);
    expect(hasher.isCurrent(stored)).toBe(false);
    expect(await hasher.verify(stored, 'sesame')).toBe(true);
    expect(await hasher.verify(stored, 'Sesame')).toBe(false);
  });

  it.each([
    ['another kind', phc('m=19456,t=2,p=1', 'argon2i')],
    ['an older version', phc('m=19456,t=2,p=1', 'argon2id', '16')],
    ['4 GiB of memory', phc('m=4194304,t=1,p=1')],
    ['a million passes', phc('m=1024,t=9999999,p=1')],
    ['many passes over much memory', phc('m=1048576,t=5,p=1')],
    ['99 lanes', phc('m=19456,t=2,p=99')],
    ['less memory than its lanes need', phc('m=8,t=1,p=2')],
    ['no passes', phc('m=19456,t=0,p=1')],
    ['negative memory', phc('m=-1,t=2,p=1')],
    ['something in between', phc('m=19456,t=2,p=1,data=AAAA')],
    ['something behind', `${phc('m=19456,t=2,p=1')}$x`],
    ['a line break behind', `${phc('m=19456,t=2,p=1')}\n`],
    ['no tag', `$argon2id$v=19$m=19456,t=2,p=1$${salt}`],
    ['bcrypt', '$2b$12$abcdefghijklmnopqrstuuKx8kHNxS2xjV9p1G4bWQm7QnD1n2cG'],
    ['nothing', ''],
  ])('does not touch a hash with %s', (_, stored) => {
    expect(hasher.understands(stored)).toBe(false);
    expect(hasher.isCurrent(stored)).toBe(false);
  });
});
