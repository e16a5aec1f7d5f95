import 'reflect-metadata';
import type { WhenStale } from '@gatehouse/verifier';

const ACCESS = 'gatehouse:access';

/** What a handler or its class says about who may call it. Nothing said: whoever is signed in. */
export interface AccessRule {
  readonly public?: boolean;
  /** Any one of these. */
  readonly roles?: readonly string[];
  /** All of these. */
  readonly permissions?: readonly string[];
  /** All of these. */
  readonly scopes?: readonly string[];
  readonly whenStale?: WhenStale;
}

const rules = new WeakMap<object, WeakMap<object, AccessRule>>();

/** What the handler says holds; in what it does not speak of, its class. */
export function ruleOf(handler: object, owner: object): AccessRule {
  const ofOwner = rules.get(owner) ?? new WeakMap<object, AccessRule>();
  const rule = ofOwner.get(handler) ?? refine(ruleOfClass(owner), own(handler));
  rules.set(owner, ofOwner.set(handler, rule));
  return rule;
}

/** What the class says holds; in what it does not speak of, the class that it extends. */
export function ruleOfClass(owner: object): AccessRule {
  const parent = Object.getPrototypeOf(owner) as object | null;
  const isClass = typeof parent === 'function' && parent !== Function.prototype;
  return isClass ? refine(ruleOfClass(parent), own(owner)) : own(owner);
}

/** Whatever would silently undo a condition that is said already is a mistake, and stops the start. */
export function say(target: object, facet: AccessRule): void {
  const before = own(target);
  const name = Object.keys(facet)[0]!;
  if (name in before) throw new TypeError(`@${name}: say it once, with everything in it`);
  const rule = { ...before, ...facet };
  if (rule.public && demandsSomething(rule)) {
    throw new TypeError('@Public() and @Roles, @Permissions or @Scopes contradict each other');
  }
  Reflect.defineMetadata(ACCESS, rule, target);
}

function own(target: object): AccessRule {
  return (Reflect.getOwnMetadata(ACCESS, target) as AccessRule | undefined) ?? {};
}

/** What is public in general is closed where something is demanded in particular. */
function refine(general: AccessRule, particular: AccessRule): AccessRule {
  const isPublic = particular.public ?? (general.public === true && !demandsSomething(particular));
  return { ...general, ...particular, public: isPublic };
}

/** Whether it asks for more than being signed in, by itself and not by its class. */
export function asksForMore(handler: object): boolean {
  return demandsSomething(own(handler));
}

function demandsSomething({ roles, permissions, scopes }: AccessRule): boolean {
  return (roles ?? permissions ?? scopes) !== undefined;
}
