import type { OpenAPIObject } from '@nestjs/swagger';

export type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const;

export function operationsOf(document: OpenAPIObject): Operation[] {
  return Object.values(document.paths).flatMap((path) => METHODS.flatMap((method) => path[method] ?? []));
}

/** Stands between controller and method until all names are known. No chosen operation id contains it. */
const SEPARATOR = '#';

export function provisionalName(controller: string, method: string): string {
  return `${controller}${SEPARATOR}${method}`;
}

/** An operation that was not given an id is called as its method; where that is not unique, `controller_method`. */
export function nameOperations(document: OpenAPIObject): void {
  const operations = operationsOf(document);
  const uses = countBy(operations.map(({ operationId = '' }) => shortName(operationId)));

  for (const operation of operations) {
    const { operationId = '' } = operation;
    if (!operationId.includes(SEPARATOR)) continue;
    const [controller = ''] = operationId.split(SEPARATOR);
    const name = shortName(operationId);
    operation.operationId =
      uses.get(name) === 1 ? name : `${lowerFirst(controller.replace(/Controller$/, ''))}_${name}`;
  }
}

/** An operation without a summary gets the words of its id: `changePassword` becomes "Change password". */
export function summariseOperations(document: OpenAPIObject): void {
  for (const operation of operationsOf(document)) {
    operation.summary ||= words(operation.operationId ?? '');
  }
}

/** Lists the tags that are used: first those that are known, in their order, then any other. */
export function describeTags(document: OpenAPIObject, known: readonly (readonly [string, string])[]): void {
  const used = new Set(operationsOf(document).flatMap(({ tags = [] }) => tags));
  const described = known.filter(([name]) => used.has(name));
  const other = [...used].filter((name) => !known.some(([tag]) => tag === name)).toSorted();
  document.tags = [
    ...described.map(([name, description]) => ({ name, description })),
    ...other.map((name) => ({ name })),
  ];
}

/** The method alone. Nest numbers one that serves several paths: `icon[1]`. */
function shortName(id: string): string {
  return id.split(SEPARATOR).at(-1)!.replace(/\W+/g, '_').replace(/_$/, '');
}

function words(name: string): string {
  const text = name
    .replace(/_/g, ' ')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function countBy(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
