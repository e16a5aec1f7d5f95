import { USERNAME } from '#users/index.js';
import { usernamesFrom } from './usernames.js';

describe('Usernames for a profile', () => {
  it.each([
    ['ada', 'ada'],
    ['Ada Lovelace', 'Ada.Lovelace'],
    ['Émilie du Châtelet', 'Emilie.du.Chatelet'],
    ['42nd street', 'nd.street'],
    ['x'.repeat(50), 'x'.repeat(32)],
  ])('make of %s first %s', (name, first) => expect(usernamesFrom([name])[0]).toBe(first));

  it.each([[['ada@example.org']], [['李']], [['ab']], [['']], [[]]])('make of %j one that says nothing', (names) => {
    for (const name of usernamesFrom(names)) expect(name).toMatch(/^user-[0-9a-f]{8}$/);
  });

  it('are all usernames, and the last ones are nobody’s', () => {
    const [first, second] = [usernamesFrom(['Ada', 'z'.repeat(40)]), usernamesFrom(['Ada', 'z'.repeat(40)])];
    for (const name of first) expect(name).toMatch(USERNAME.pattern);
    expect(first.at(-1)).not.toBe(second.at(-1));
    expect(first).toHaveLength(4);
  });
});
