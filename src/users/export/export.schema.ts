import type { ApiResponseSchemaHost } from '@nestjs/swagger';

/** Named here is what there always is; every other member is a list of what one room holds. */
export const EXPORT_SCHEMA: ApiResponseSchemaHost['schema'] = {
  type: 'object',
  required: ['exported_at', 'left_out', 'account'],
  properties: {
    exported_at: { type: 'string', format: 'date-time' },
    left_out: { type: 'array', items: { type: 'string' }, description: 'What is held and not in here, and why' },
    account: { type: 'object', additionalProperties: true },
  },
  additionalProperties: { type: 'array', items: { type: 'object', additionalProperties: true } },
  example: {
    exported_at: '2026-11-20T14:05:00.000Z',
    left_out: ['The hash of the password: only whether there is one.'],
    account: { id: '019aa0f2-6f5e-7c31-9d3b-0a3c1f5e8b21', username: 'ada', email: 'ada@example.org' },
    activity: [{ type: 'sign_in.succeeded', outcome: 'success', ip: '203.0.113.7' }],
    letters: [{ template: 'verify_email', recipient: 'ada@example.org', status: 'sent' }],
    sessions: [{ client_id: 'gatehouse', ip: '203.0.113.7', ended_at: null }],
  },
};
