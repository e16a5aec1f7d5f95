import { Permissions, Public, Roles, ruleOf, Scopes, WhenRevocationsAreStale } from './index.js';

const handler = () => () => undefined;
const on = (target: object, ...decorators: ClassDecorator[]) => {
  for (const decorate of decorators) decorate(target as never);
  return target;
};

describe('what is said about access', () => {
  it('is nothing by default, which is closed', () => {
    expect(ruleOf(handler(), class {})).toEqual({ public: false });
  });

  it('adds up from class and handler, and the handler has the last word', () => {
    const owner = on(class {}, Roles('user'), Scopes('a'), WhenRevocationsAreStale('accept'));
    expect(ruleOf(on(handler(), Roles('admin'), Permissions('b')), owner)).toEqual({
      public: false,
      roles: ['admin'],
      permissions: ['b'],
      scopes: ['a'],
      whenStale: 'accept',
    });
    expect(ruleOf(on(handler(), Public()), owner).public).toBe(true);
  });

  it('holds for a class that extends one, unless it says otherwise', () => {
    class Base {}
    class Derived extends Base {}
    class Closed extends Base {}
    on(Base, Public());
    on(Closed, Roles('admin'));
    expect(ruleOf(handler(), Derived).public).toBe(true);
    expect(ruleOf(handler(), Closed)).toMatchObject({ public: false, roles: ['admin'] });
  });

  it('closes a handler of a public class that demands something, but not for a word about stale revocations', () => {
    const owner = on(class {}, Public());
    expect(ruleOf(on(handler(), Scopes('a')), owner).public).toBe(false);
    expect(ruleOf(on(handler(), WhenRevocationsAreStale('refuse')), owner).public).toBe(true);
  });

  it.each<[string, ClassDecorator[]]>([
    ['twice the same', [Roles('a'), Roles('b')]],
    ['twice public', [Public(), Public()]],
    ['public and a role', [Public(), Roles('a')]],
    ['a scope and public', [Scopes('a'), Public()]],
  ])('is refused at the start when it contradicts itself: %s', (_name, decorators) => {
    expect(() => on(handler(), ...decorators)).toThrow(TypeError);
  });

  it('is refused when it names nothing', () => {
    expect(() => Roles(...([] as unknown as [string]))).toThrow(TypeError);
    expect(() => Permissions('')).toThrow(TypeError);
  });
});
