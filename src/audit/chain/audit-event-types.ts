import { SECURITY_EVENT_TYPES } from '#common/events/security-events.js';

/** What the audit room records about its own log. Nobody publishes these. */
export const LEDGER_TYPES = ['audit.erased', 'audit.expired', 'audit.pruned', 'audit.lost'] as const;

export const AUDIT_EVENT_TYPES = [...SECURITY_EVENT_TYPES, ...LEDGER_TYPES] as const;

export type AuditEventType = (typeof AUDIT_EVENT_TYPES)[number];
