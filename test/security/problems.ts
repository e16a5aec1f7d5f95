import { RouteClosed, MissingAccessToken } from '#common/access/index.js';
import {
  InvalidInput,
  MalformedRequest,
  NotFound,
  PayloadTooLarge,
  problemRegistry,
  ServiceUnavailable,
  UnsupportedMediaType,
} from '#common/errors/index.js';
import type { Answer, Json } from '../support/http.js';

/** Refusals that belong to no route in particular, and so stand in no `@Fails`. */
const EVERYWHERE = [
  InvalidInput,
  MalformedRequest,
  MissingAccessToken,
  NotFound,
  PayloadTooLarge,
  RouteClosed,
  ServiceUnavailable,
  UnsupportedMediaType,
].map(({ spec }) => spec.code);

/** RFC 9457, as the contract says it, with a code that is documented. Never a defect of ours. */
export function expectProblem(answer: Answer<Json>, status?: number, code?: string): void {
  expect(answer.status, answer.text).toBeGreaterThanOrEqual(400);
  expect(answer.status, answer.text).toBeLessThan(500);
  if (status !== undefined) expect(answer.status, answer.text).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(answer.body).toMatchObject({
    type: `urn:problem:gatehouse:${answer.body.code}`,
    title: expect.any(String),
    status: answer.status,
    instance: answer.headers.get('x-request-id'),
  });
  expect([...problemRegistry.keys(), ...EVERYWHERE]).toContain(answer.body.code);
  if (code !== undefined) expect(answer.body.code).toBe(code);
  if (answer.status === 401) expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer realm=/);
}

/** RFC 6749 §5.2 */
export function expectOAuthError(answer: Answer<Json>, status: number, error?: string): void {
  expect(answer.status, answer.text).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(answer.body.error).toEqual(error ?? expect.stringMatching(/^[a-z_]+$/));
}

/** Which members the refusal names (RFC 6901). */
export function pointersOf(answer: Answer<Json>): string[] {
  return (answer.body.errors as { pointer: string }[] | undefined)?.map(({ pointer }) => pointer) ?? [];
}
