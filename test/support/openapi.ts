import type { OpenAPIObject } from '@nestjs/swagger';

type PathItem = OpenAPIObject['paths'][string];

export interface Operation {
  /** For messages. */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly operation: NonNullable<PathItem['get']>;
}

export function operationsOf(document: OpenAPIObject): Operation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item as Record<string, Operation['operation']>).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      operation,
    })),
  );
}

interface Body {
  readonly content?: Record<string, { schema?: object; example?: unknown; examples?: unknown }>;
}

/** Statuses that carry no body. */
const BODILESS = ['204', '303', '304'];

/** Bodies, in or out, of which nothing is known but that they are there. */
export function schemaFaults({ name, operation }: Operation): string[] {
  const bodies: [string, Body][] = Object.entries(operation.responses as Record<string, Body>)
    .filter(([status]) => !BODILESS.includes(status))
    .map(([status, response]) => [`${name} answers ${status}`, response]);
  if (operation.requestBody) bodies.push([`${name} takes`, operation.requestBody as Body]);
  return bodies.flatMap(([what, { content = {} }]) => {
    const typed = Object.values(content).filter(({ schema }) => schema && Object.keys(schema).length > 0);
    return typed.length > 0 && typed.length === Object.keys(content).length ? [] : [`${what} something untyped`];
  });
}

export function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    key === '$ref' && typeof member === 'string' ? [member] : referencesIn(member),
  );
}

/** What a reference such as `#/components/schemas/UserDto` leads to. */
export function atPointer(document: unknown, reference: string): unknown {
  const keys = reference.replace(/^#\//, '').split('/');
  return keys.reduce<unknown>(
    (value, key) => (value as Record<string, unknown> | undefined)?.[key.replaceAll('~1', '/').replaceAll('~0', '~')],
    document,
  );
}

/** The order of members means nothing, so it must not show as a difference. */
export function withSortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSortedKeys);
  if (typeof value !== 'object' || value === null) return value;
  const sorted = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([key, member]) => [key, withSortedKeys(member)]));
}
