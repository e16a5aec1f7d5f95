import cluster, { type Worker } from 'node:cluster';
import type { AddressInfo } from 'node:net';
import { constants } from 'node:os';
import { leaveLater } from '#common/early-end.js';
import { JsonLogger, makePino } from '#common/http/json-logger.js';
import { listenForMetrics } from '#common/metrics-listener.js';
import { ANNOUNCE, READY } from '#common/worker-messages.js';
import type { Config } from '#config/index.js';
import { BackOff } from './back-off.js';
import { type End, statusOf, whyItEnded } from './ends.js';
import { closeWhatIsOnItsWay } from './on-its-way.js';
import { WorkersMetrics } from './workers-metrics.js';

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const;

/** From the signal on. A worker closes what is still open after ten seconds (serve.ts): one that is there now is stuck. */
const STUCK_AFTER_MS = 15_000;

/** What a worker runs, and what it is to find in its environment besides ours. */
interface Program {
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * The first of several processes. It hands connections to the workers, puts another in the place of one that ends, and
 * leaves last. The first worker starts alone: what is done once (migrations, the first administrator) and what stops a
 * start is said once. When the others are ready too, it says so for all.
 */
export class Primary {
  private readonly logger: JsonLogger;
  private readonly metrics = new WorkersMetrics();
  private readonly alive = new Set<Worker>();
  private readonly ready = new Set<Worker>();
  /** Whether all were ready once. Until then whatever goes wrong ends the start, as it does where there is one process. */
  private complete = false;
  /** Set from the moment that it is to end. */
  private exitCode: number | undefined;

  constructor(
    private readonly config: Config,
    private readonly program: Program,
  ) {
    this.logger = new JsonLogger(makePino(config.logLevel, { pid: true }));
  }

  async start(): Promise<void> {
    await this.serveMetrics();
    leaveLater();
    for (const signal of SIGNALS) {
      process.on(signal, () => this.end(this.complete ? 0 : 128 + constants.signals[signal]));
    }
    // Structured clones: a metric may be NaN, which JSON does not know.
    cluster.setupPrimary({ exec: this.program.file, args: [], serialization: 'advanced' });
    this.fork();
  }

  private async serveMetrics(): Promise<void> {
    const { metrics } = this.config;
    if (!metrics) return;
    const server = await listenForMetrics(metrics, {
      read: () => this.metrics.read(this.ready),
      report: (error) => this.logger.error(error, 'Metrics'),
    });
    this.logger.log(`Metrics on ${metrics.host}:${(server.address() as AddressInfo).port}/metrics`, 'Metrics');
  }

  private fork(backOff = new BackOff()): void {
    if (this.exitCode !== undefined) return;
    const born = performance.now();
    const worker = cluster.fork(this.program.env);
    this.alive.add(worker);
    closeWhatIsOnItsWay(worker);
    worker.on('message', (message: unknown) => {
      if (message === READY) this.isReady(worker);
    });
    const ended = (end: End) => {
      if (this.alive.delete(worker)) this.hasEnded(worker, end, () => this.replace(worker, end, born, backOff));
    };
    worker.once('exit', (code: number | null, signal: string | null) => ended({ code, signal }));
    worker.on('error', (error) => {
      // With a pid it is a message that was not delivered, because it ends. Else there never was a process, and nobody
      // will say that it has ended.
      if (worker.process.pid !== undefined) return;
      this.logger.error(error, 'Workers');
      ended({ code: 1, signal: null });
    });
  }

  private isReady(worker: Worker): void {
    this.ready.add(worker);
    this.logger.log(`Worker ${worker.process.pid} is ready`, 'Workers');
    if (this.complete) return;
    const { workers } = this.config;
    if (this.ready.size === 1) for (let further = 1; further < workers; further += 1) this.fork();
    this.complete = this.ready.size === workers;
    if (this.complete) worker.send(ANNOUNCE);
  }

  private hasEnded(worker: Worker, end: End, replace: () => void): void {
    const wasReady = this.ready.delete(worker);
    this.metrics.keep(worker);
    if (this.exitCode !== undefined) {
      // One more signal to end may meet it when it has done all and no longer listens.
      if (wasReady && !isSignalToEnd(end.signal)) this.exitCode ||= statusOf(end);
      this.leaveLast();
    } else if (this.complete) replace();
    else {
      // With an exit code it has said so itself.
      if (end.signal !== null) this.logger.error(`A worker was ended while it started: ${end.signal}`, 'Workers');
      this.end(statusOf(end) || 1);
    }
  }

  private replace({ process: { pid } }: Worker, end: End, born: number, backOff: BackOff): void {
    const pause = backOff.pauseMs(performance.now() - born);
    const when = pause === 0 ? 'at once' : `in ${pause} ms`;
    this.logger.warn(`Worker ${pid} ended: ${whyItEnded(end)}. Another takes its place ${when}`, 'Workers');
    setTimeout(() => this.fork(backOff), pause);
  }

  private end(exitCode: number): void {
    if (this.exitCode !== undefined) return;
    this.exitCode = exitCode;
    const tell = (signal: NodeJS.Signals) => this.alive.forEach(({ process }) => process.kill(signal));
    tell('SIGTERM');
    setTimeout(() => tell('SIGKILL'), STUCK_AFTER_MS).unref();
    this.leaveLast();
  }

  private leaveLast(): void {
    if (this.alive.size === 0) process.exit(this.exitCode);
  }
}

function isSignalToEnd(signal: string | null): boolean {
  return SIGNALS.some((each) => each === signal);
}
