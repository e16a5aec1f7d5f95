import { Global, Module } from '@nestjs/common';
import { Clock } from './clock.js';
import { ProblemFilter } from './errors/index.js';
import { SecurityEvents } from './events/security-events.js';
import { Housekeeping } from './housekeeping.js';
import { MetricsRegistry } from './metrics.js';
import { PersonalData } from './personal-data.js';

/** What every room may ask for without importing a module. */
@Global()
@Module({
  providers: [Clock, Housekeeping, SecurityEvents, MetricsRegistry, PersonalData, ProblemFilter],
  exports: [Clock, Housekeeping, SecurityEvents, MetricsRegistry, PersonalData, ProblemFilter],
})
export class CommonModule {}
