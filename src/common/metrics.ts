import { Injectable } from '@nestjs/common';
import { Registry } from 'prom-client';

/** The metrics of this application. Rooms register theirs; the metrics room serves them. One for each application, so
 * that several may run in one process, as they do in tests. */
@Injectable()
export class MetricsRegistry extends Registry {}
