import { InvalidToken } from '../refusals/index.js';

const decoder = new TextDecoder('utf-8', { fatal: true });

export function objectOf(bytes: Uint8Array): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(decoder.decode(bytes));
  } catch (error) {
    throw new InvalidToken('header or payload is not JSON', { cause: error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InvalidToken('header or payload is no object');
  }
  return value as Record<string, unknown>;
}
