import { isUUID } from 'class-validator';
import { UsageError } from './cli.errors.js';

/** An id that was typed. Throws UsageError for what is none. */
export function clientId(typed: string): string {
  if (!isUUID(typed)) throw new UsageError(`${typed} is not an id. \`gatehouse client list\` shows them.`);
  return typed.toLowerCase();
}
