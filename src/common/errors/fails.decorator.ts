import 'reflect-metadata';
import type { DomainErrorClass, ProblemSpec } from './domain-error.js';

/** OpenAPI extension that carries the codes until the document is finished, where they become responses. */
export const PROBLEMS_EXTENSION = 'x-problems';

/** Where @ApiExtension keeps what it is given. Written directly, because of two lists it keeps the first. */
const API_EXTENSIONS = 'swagger/apiExtension';
const registry = new Map<string, ProblemSpec>();

/** Every code that some route may answer with. Codes are unique: two errors that share one are a defect. */
export const problemRegistry: ReadonlyMap<string, ProblemSpec> = registry;

export function registerProblems(...errors: DomainErrorClass[]): string[] {
  return errors.map(({ spec }) => {
    const known = registry.get(spec.code);
    if (known && known !== spec) throw new Error(`Two errors share the code ${spec.code}`);
    registry.set(spec.code, spec);
    return spec.code;
  });
}

/** Says which refusals a route may answer with. May stand more than once on a handler; the lists add up. */
export function Fails(...errors: DomainErrorClass[]): MethodDecorator {
  const codes = registerProblems(...errors);
  return (_target, _key, descriptor) => {
    const handler = descriptor.value as object;
    const extensions = (Reflect.getMetadata(API_EXTENSIONS, handler) ?? {}) as Record<string, unknown>;
    const before = (extensions[PROBLEMS_EXTENSION] ?? []) as string[];
    const all = [...new Set([...before, ...codes])];
    Reflect.defineMetadata(API_EXTENSIONS, { ...extensions, [PROBLEMS_EXTENSION]: all }, handler);
  };
}
