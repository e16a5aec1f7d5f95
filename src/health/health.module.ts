import { Module } from '@nestjs/common';
import { DatabaseHealth } from './database-health.js';
import { HealthController } from './health.controller.js';

/** What load balancers and operators ask. Imports the database room's providers, which are global. */
@Module({
  controllers: [HealthController],
  providers: [DatabaseHealth],
})
export class HealthModule {}
