export { MetricsModule } from './metrics.module.js';
export { measureRequests } from './request-metrics.js';
