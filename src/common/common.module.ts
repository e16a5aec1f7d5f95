import { Global, Module } from '@nestjs/common';
import { Clock } from './clock.js';
import { SecurityEvents } from './events/security-events.js';
import { MetricsRegistry } from './metrics.js';

/** What every room may ask for without importing a module. */
@Global()
@Module({
  providers: [Clock, SecurityEvents, MetricsRegistry],
  exports: [Clock, SecurityEvents, MetricsRegistry],
})
export class CommonModule {}
