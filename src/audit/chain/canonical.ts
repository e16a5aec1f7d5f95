/** JSON with sorted keys and without blanks (RFC 8785): the same value gives the same text, whoever writes it. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`;
}

/** The value as it will come back from a jsonb column: no undefined, no text that PostgreSQL cannot hold. */
export function storable<T>(value: T): T {
  const json = JSON.stringify(value, (_, member: unknown) => (typeof member === 'string' ? cleaned(member) : member));
  return JSON.parse(json) as T;
}

export function cleaned(text: string): string {
  return text.replaceAll('\0', '\ufffd').toWellFormed();
}
