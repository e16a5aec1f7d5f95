import { ApiExtension } from '@nestjs/swagger';
import type { DomainErrorClass, ProblemSpec } from './domain-error.js';

/** OpenAPI extension that carries the codes until the document is finished, where they become responses. */
export const PROBLEMS_EXTENSION = 'x-problems';

const PROBLEMS = Symbol('problems');
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
  return (target, key, descriptor) => {
    const handler = descriptor.value as object;
    const before = (Reflect.getMetadata(PROBLEMS, handler) as string[] | undefined) ?? [];
    const all = [...new Set([...before, ...codes])];
    Reflect.defineMetadata(PROBLEMS, all, handler);
    ApiExtension(PROBLEMS_EXTENSION, all)(target, key, descriptor);
  };
}
