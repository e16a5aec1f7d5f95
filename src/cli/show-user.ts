import { UserDto, type UserRow } from '#users/index.js';
import { visible } from './output.js';

/** What is known of a user, one thing a line, in the words of the HTTP interface. */
export function describeUser(user: UserRow): string {
  const members = Object.entries(UserDto.from(user));
  const width = Math.max(...members.map(([name]) => name.length));
  return members.map(([name, value]) => `${name.padEnd(width)}  ${visible(textOf(value))}`).join('\n');
}

export function textOf(value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
