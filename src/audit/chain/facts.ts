/**
 * Members of `detail` that tell nothing about a person. They are part of the chain and stay for as long as the record.
 * Any other member is taken for personal and can be erased: forgetting to name one here does no harm.
 */
const FACTS: ReadonlySet<string> = new Set([
  'method',
  'reason',
  'fields',
  'role',
  'roles',
  'permissions',
  'limit',
  'purpose',
  'by',
  'repeated',
  'lost',
  'shown',
  'current',
  'pseudonym',
  'parts',
  'types',
  'through',
  'hash',
]);

export type Detail = Record<string, unknown>;

export function splitDetail(detail: Readonly<Detail>): { facts: Detail; personal: Detail | null } {
  const members = Object.entries(detail);
  const personal = members.filter(([name]) => !FACTS.has(name));
  return {
    facts: Object.fromEntries(members.filter(([name]) => FACTS.has(name))),
    personal: personal.length > 0 ? Object.fromEntries(personal) : null,
  };
}
