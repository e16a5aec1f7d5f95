import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { EventChain } from './chain/event-chain.service.js';
import { SecurityEventHead } from './chain/security-event-head.entity.js';
import { SecurityEventEntity } from './chain/security-event.entity.js';
import { AuditErasure } from './keeping/audit-erasure.js';
import { AuditHousekeeping } from './keeping/audit-housekeeping.js';
import { AuditRetention } from './keeping/audit-retention.js';
import { AuditExport } from './proving/audit-export.js';
import { AuditVerifier } from './proving/audit-verifier.js';
import { ActivityController } from './reading/activity.controller.js';
import { AuditController } from './reading/audit.controller.js';
import { AuditLog } from './reading/audit-log.service.js';
import { EventSearch } from './reading/event-search.service.js';
import { PersonalEvents } from './reading/personal-events.service.js';
import { RecentDeeds } from './reading/recent-deeds.service.js';
import { SecurityLog } from './security-log.js';
import { AuditMetrics } from './writing/audit.metrics.js';
import { AuditWriter } from './writing/audit-writer.js';

@Module({
  imports: [TypeOrmModule.forFeature([SecurityEventEntity, SecurityEventHead])],
  controllers: [AuditController, ActivityController],
  providers: [
    SecurityLog,
    EventChain,
    AuditMetrics,
    AuditWriter,
    EventSearch,
    AuditLog,
    PersonalEvents,
    RecentDeeds,
    AuditVerifier,
    AuditExport,
    AuditErasure,
    AuditRetention,
    AuditHousekeeping,
  ],
  exports: [PersonalEvents, RecentDeeds, AuditVerifier, AuditExport, AuditErasure, AuditRetention],
})
export class AuditModule {}
