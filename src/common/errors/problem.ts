import type { ProblemOccurrence, ProblemSpec } from './domain-error.js';

export const PROBLEM_JSON = 'application/problem+json; charset=utf-8';

/** RFC 9457 document. `instance` is the request id, by which the operator finds the log lines. */
export function problemDocument(spec: ProblemSpec, occurrence: ProblemOccurrence, instance: string | undefined) {
  return {
    type: `urn:problem:gatehouse:${spec.code}`,
    title: spec.title,
    status: spec.status,
    detail: occurrence.detail ?? spec.detail,
    instance,
    code: spec.code,
    ...occurrence.members,
  };
}
