import type { OpenAPIObject } from '@nestjs/swagger';
import {
  InternalError,
  InvalidInput,
  MalformedRequest,
  NotFound,
  PayloadTooLarge,
  type ProblemSpec,
  PROBLEMS_EXTENSION,
  registerProblems,
  ServiceUnavailable,
  UnsupportedMediaType,
} from '#common/errors/index.js';
import { type Operation, operationsOf } from './operations.js';
import { problemComponents } from './problem-components.js';

/** Marks an operation whose errors have the form of RFC 6749 §5.2, which it describes itself. */
export const OAUTH_ERRORS_EXTENSION = 'x-oauth-errors';

type Registry = ReadonlyMap<string, ProblemSpec>;
type Responses = Operation['responses'];
type Response = Exclude<NonNullable<Responses[string]>, { $ref: string }>;

/** What no handler throws, but the way to it does. */
const WITH_INPUT = registerProblems(InvalidInput);
const WITH_BODY = registerProblems(MalformedRequest, PayloadTooLarge, UnsupportedMediaType);
registerProblems(NotFound, InternalError, ServiceUnavailable);

/** What may happen anywhere, as far as some room has announced it. Named by code: the errors are in other rooms. */
const ANYWHERE = ['service_unavailable', 'database_unavailable'];

/** Turns the codes that `@Fails` left on the operations into responses. */
export function describeProblems(document: OpenAPIObject, registry: Registry): void {
  for (const operation of operationsOf(document)) {
    const codes = takeExtension(operation, PROBLEMS_EXTENSION) as string[] | undefined;
    const problems = takeExtension(operation, OAUTH_ERRORS_EXTENSION)
      ? unreadBodies(registry)
      : problemsOf(operation, codes ?? [], registry);
    addResponses(operation, problems);
  }
  addComponents(document, registry);
}

/** A body that is not read at all is refused before anybody knows that the route speaks in the words of OAuth. */
function unreadBodies(registry: Registry): ProblemSpec[] {
  return WITH_BODY.flatMap((code) => registry.get(code) ?? []);
}

/** The problems of one operation: its own, and those that its kind brings with it. */
export function problemsOf(operation: Operation, own: readonly string[], registry: Registry): ProblemSpec[] {
  const body = operation.requestBody !== undefined;
  // A header that is wrong has a code of its own.
  const parameters = operation.parameters?.some((each) => 'in' in each && each.in !== 'header') ?? false;
  const codes = new Set([
    ...own,
    ...(body || parameters ? WITH_INPUT : []),
    ...(body ? WITH_BODY : []),
    ...ANYWHERE.filter((code) => registry.has(code)),
  ]);
  return [...codes].map((code) => {
    const spec = registry.get(code);
    if (!spec) throw new Error(`The problem ${code} is in no registry`);
    return spec;
  });
}

/** One response for each status. What a handler says itself about that status stays. */
export function addResponses(operation: Operation, problems: readonly ProblemSpec[]): void {
  for (const status of new Set(problems.map((spec) => String(spec.status)))) {
    const specs = problems.filter((spec) => String(spec.status) === status);
    const said = operation.responses[status] as Response | undefined;
    operation.responses[status] = {
      ...said,
      description: said?.description || specs.map(({ code, title }) => `\`${code}\`: ${title}`).join('  \n'),
      ...withHeaders(status, said),
      content: { ...said?.content, 'application/problem+json': problemContent(specs) },
    };
  }
}

function problemContent(specs: readonly ProblemSpec[]) {
  const examples = specs.map(({ code }) => [code, { $ref: `#/components/examples/${code}` }]);
  return { schema: { $ref: '#/components/schemas/Problem' }, examples: Object.fromEntries(examples) };
}

const HEADERS: Record<string, string> = { 401: 'WWW-Authenticate', 429: 'Retry-After', 503: 'Retry-After' };

function withHeaders(status: string, said: Response | undefined): Pick<Response, 'headers'> {
  const name = HEADERS[status];
  return name ? { headers: { ...said?.headers, [name]: { $ref: `#/components/headers/${name}` } } } : {};
}

function addComponents(document: OpenAPIObject, registry: Registry): void {
  const { schemas, examples, headers } = problemComponents([...registry.values()]);
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, ...schemas },
    examples: { ...document.components?.examples, ...examples },
    headers: { ...document.components?.headers, ...headers },
  };
}

function takeExtension(operation: Operation, name: string): unknown {
  const extensions = operation as unknown as Record<string, unknown>;
  const value = extensions[name];
  delete extensions[name];
  return value;
}
