import type { OpenAPIObject } from '@nestjs/swagger';
import { problemDocument, type ProblemSpec } from '#common/errors/index.js';

type Components = Required<Pick<NonNullable<OpenAPIObject['components']>, 'schemas' | 'examples' | 'headers'>>;

const SAMPLE_INSTANCE = '0199f3c4-6d1e-7b52-9c1a-3f5e8d2b7a40';
const SAMPLE_FAULT = { pointer: '/email', detail: 'email must be an email', code: 'is_email' };

/** What the responses refer to: each said once, or the document would be several times its size. */
export function problemComponents(specs: readonly ProblemSpec[]): Components {
  const sorted = specs.toSorted((a, b) => a.code.localeCompare(b.code));
  return {
    schemas: { Problem: problemSchema(sorted), InputFault },
    examples: Object.fromEntries(sorted.map((spec) => [spec.code, example(spec)])),
    headers: {
      'WWW-Authenticate': {
        description: 'What to send, and what was wrong with what was sent (RFC 6750 §3).',
        schema: { type: 'string', example: 'Bearer realm="gatehouse"' },
      },
      'Retry-After': { description: 'Seconds to wait (RFC 9110 §10.2.3).', schema: { type: 'integer', example: 30 } },
    },
  };
}

function example(spec: ProblemSpec): Components['examples'][string] {
  const occurrence =
    spec.code === 'invalid_input' ? { detail: SAMPLE_FAULT.detail, members: { errors: [SAMPLE_FAULT] } } : {};
  return { summary: spec.title, value: problemDocument(spec, occurrence, SAMPLE_INSTANCE) };
}

function problemSchema(specs: readonly ProblemSpec[]): Components['schemas'][string] {
  return {
    type: 'object',
    description: 'Why a request was refused (RFC 9457).',
    required: ['type', 'title', 'status', 'code'],
    properties: {
      type: { type: 'string', format: 'uri', description: 'Names the kind of problem.' },
      title: { type: 'string', description: 'The kind of problem in words.' },
      status: { type: 'integer', minimum: 400, maximum: 599, description: 'The HTTP status.' },
      detail: { type: 'string', description: 'What to do about this occurrence.' },
      instance: { type: 'string', description: 'The id of the request, which the log has too.' },
      code: { type: 'string', enum: specs.map(({ code }) => code), description: 'Stable. Switch on this.' },
      errors: {
        type: 'array',
        description: 'The faults, where the input is not valid.',
        items: { $ref: '#/components/schemas/InputFault' },
      },
    },
  };
}

const InputFault: Components['schemas'][string] = {
  type: 'object',
  required: ['pointer', 'detail', 'code'],
  properties: {
    pointer: { type: 'string', description: 'JSON Pointer (RFC 6901) to the member.', example: SAMPLE_FAULT.pointer },
    detail: { type: 'string', example: SAMPLE_FAULT.detail },
    code: { type: 'string', example: SAMPLE_FAULT.code },
  },
};
