export { AuditModule } from './audit.module.js';
export type { Checkpoint } from './chain/event-chain.service.js';
export { AuditErasure, type ErasedPerson } from './keeping/audit-erasure.js';
export { AuditRetention } from './keeping/audit-retention.js';
export { AuditExport, type ExportOptions } from './proving/audit-export.js';
export { AuditVerifier, type Verification } from './proving/audit-verifier.js';
export { CHAIN_FAULTS, type ChainFault } from './proving/chain-walk.js';
export { RecentDeeds } from './reading/recent-deeds.service.js';
export { type PersonalEvent, PersonalEvents } from './reading/personal-events.service.js';
