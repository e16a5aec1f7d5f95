import type { LoggerService } from '@nestjs/common';
import { type Logger, pino } from 'pino';
import { requestContext } from './request-context.js';

/** Members that are never written, wherever somebody may put them (ASVS 16.2.5). */
const SECRET_MEMBERS = ['password', 'new_password', 'current_password', 'token', 'access_token', 'refresh_token'];
const SECRET_PATHS = [...SECRET_MEMBERS, 'authorization', 'cookie'].flatMap((name) => [
  name,
  `*.${name}`,
  `*.*.${name}`,
]);

/** `pid`: lines of several processes go to one place, so each says whose it is. */
export function makePino(level: string, { pid = false } = {}): Logger {
  return pino({
    level,
    base: pid ? { pid: process.pid } : undefined,
    messageKey: 'message',
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: SECRET_PATHS, censor: '[secret]' },
    // Every line that is written while a request is served says which.
    mixin: () => ({ request_id: requestContext.getStore()?.requestId }),
  });
}

/** Nest tells of every module and route at each start; that is for whoever looks into the start itself. */
const CHATTY = new Set(['InstanceLoader', 'RoutesResolver', 'RouterExplorer', 'NestFactory', 'NestApplication']);

/** Nest's logging, one JSON object a line. */
export class JsonLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, context?: string): void {
    this.write(CHATTY.has(context ?? '') ? 'debug' : 'info', message, context);
  }

  warn(message: unknown, context?: string): void {
    this.write('warn', message, context);
  }

  debug(message: unknown, context?: string): void {
    this.write('debug', message, context);
  }

  verbose(message: unknown, context?: string): void {
    this.write('debug', message, context);
  }

  fatal(message: unknown, context?: string): void {
    this.write('fatal', message, context);
  }

  /** Nest calls it with a stack, with a context, with both or with neither. */
  error(message: unknown, ...rest: unknown[]): void {
    const context = rest.findLast((item) => typeof item === 'string');
    const stack = rest.length > 1 && typeof rest[0] === 'string' ? rest[0] : undefined;
    // What stops the start is said by `main`, in plain words where it can be mended.
    const level = context === 'ExceptionHandler' ? 'debug' : 'error';
    this.write(level, stack === undefined ? message : { message, stack }, context);
  }

  private write(level: 'info' | 'warn' | 'debug' | 'error' | 'fatal', message: unknown, context?: string): void {
    if (message instanceof Error) this.logger[level]({ context, err: message }, message.message);
    else if (typeof message === 'object' && message !== null) this.logger[level]({ context, ...message });
    else this.logger[level]({ context }, String(message));
  }
}
