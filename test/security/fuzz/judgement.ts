import { problemRegistry } from '#common/errors/index.js';
import type { Answer, Json } from '../../support/http.js';
import type { Operation } from '../../support/openapi.js';

interface Response {
  readonly content?: Readonly<Record<string, { examples?: object }>>;
}

const PROBLEM = 'application/problem+json';

/** RFC 6749 §5.2, RFC 7009 §2.2.1 */
const OAUTH_ERRORS = new Set([
  'invalid_request',
  'invalid_client',
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
  'unsupported_token_type',
  'invalid_scope',
  'temporarily_unavailable',
]);

/** Said before there is a route: an address that cannot be decoded, a body that no route of this kind has. */
const BEFORE_ROUTING = new Set(['malformed_request', 'not_found']);

/** The inside of the service: a stack, a path of it, a statement, what PostgreSQL says. */
const INSIDE =
  /\n\s+at |node_modules|dist\/src|\.[jt]s:\d+|QueryFailedError|TypeError|invalid input syntax|violates|relation "|column "|\bSELECT\b.+\bFROM\b|\bINSERT INTO\b|UPDATE \w+ SET/;

/** What is wrong with an answer, in words; nothing is as it should be. */
export function faultsIn({ operation }: Operation, answer: Answer<Json>): string[] {
  const { status, text } = answer;
  const declared = (operation.responses as Record<string, Response>)[String(status)];
  const inside = INSIDE.exec(text)?.[0];
  return [
    ...(status === 0 ? ['no answer'] : []),
    ...(status >= 500 && ![501, 503].includes(status) ? ['an error of ours'] : []),
    ...(inside === undefined ? [] : [`shows its inside: ${JSON.stringify(inside)}`]),
    ...(status >= 400 ? errorFaults(answer, declared) : declared ? [] : [`answers ${status}, which it does not name`]),
  ];
}

function errorFaults({ status, headers, body }: Answer<Json>, declared: Response | undefined): string[] {
  const type = (headers.get('content-type') ?? '').split(';', 1)[0]!;
  const code = String((body as { code?: unknown } | undefined)?.code);
  if (type !== PROBLEM) return oauthFaults(type, body, declared);
  const examples = declared?.content?.[PROBLEM]?.examples;
  const isNamed = examples !== undefined && Object.hasOwn(examples, code);
  return [
    ...(body?.status === status && body?.type === `urn:problem:gatehouse:${code}` ? [] : ['not as RFC 9457 has it']),
    ...(problemRegistry.has(code) || BEFORE_ROUTING.has(code) ? [] : [`a code in no registry: ${code}`]),
    ...(isNamed || BEFORE_ROUTING.has(code) ? [] : [`refuses with ${status} ${code}, which it does not name`]),
  ];
}

function oauthFaults(type: string, body: Json, declared: Response | undefined): string[] {
  if (declared?.content?.[type] === undefined) return [`an error of a type that it does not name: ${type}`];
  return OAUTH_ERRORS.has(String(body?.error)) ? [] : [`an error that OAuth does not know: ${body?.error}`];
}
