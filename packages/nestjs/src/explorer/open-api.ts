import type { AccessRule } from '../access/index.js';

/** Where @nestjs/swagger keeps what its decorators say: written to directly, so that it need not be installed. */
const SECURITY = 'swagger/apiSecurity';
const RESPONSES = 'swagger/apiResponse';

type Requirement = Record<string, string[]>;
type Responses = Record<number, { readonly description: string }>;

/** The lock of a route in the OpenAPI document, and what it answers to who has not the key. */
export function writeSecurity(handler: object, rule: AccessRule, scheme: string): void {
  if (rule.public) return;
  const requirements = (Reflect.getMetadata(SECURITY, handler) as Requirement[] | undefined) ?? [];
  if (!requirements.some((each) => scheme in each)) {
    Reflect.defineMetadata(SECURITY, [...requirements, { [scheme]: [] }], handler);
  }
  const responses = (Reflect.getMetadata(RESPONSES, handler) as Responses | undefined) ?? {};
  Reflect.defineMetadata(RESPONSES, { ...refusalsOf(rule), ...responses }, handler);
}

function refusalsOf({ roles, permissions, scopes }: AccessRule): Responses {
  const needs = [
    ...(roles ? [`one of the roles ${roles.join(', ')}`] : []),
    ...(permissions ? [`the permissions ${permissions.join(', ')}`] : []),
    ...(scopes ? [`the scopes ${scopes.join(', ')}`] : []),
  ];
  const responses: Responses = {
    401: { description: 'missing_token or invalid_token' },
    503: { description: 'keys_unavailable or revocations_stale' },
  };
  if (needs.length > 0) responses[403] = { description: `Needs ${needs.join(', and ')}` };
  return responses;
}
