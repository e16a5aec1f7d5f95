import { randomUUID } from 'node:crypto';

export const ADMIN = { username: 'admin', email: 'admin@example.org', password: 'violet anchor under glass' };
export const PASSWORD = 'seven quiet lanterns drift';

/** A username that no other test uses. */
export function uniqueName(): string {
  return `u${randomUUID().replaceAll('-', '').slice(0, 16)}`;
}
