import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { NotFound } from '#common/errors/index.js';
import { Config } from '#config/index.js';
import { MailTransport } from '../transports/mail-transport.js';

const LOOPBACK = /^(localhost|.+\.localhost|127\.0\.0\.1|\[::1\])$/;

/** Only in development, and only where no mail server is configured, there is a mailbox here. */
@Injectable()
export class MailboxIsOn implements CanActivate {
  constructor(
    private readonly config: Config,
    private readonly transport: MailTransport,
  ) {}

  canActivate(context: ExecutionContext): true {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    const on = this.transport.kind === 'mailbox' && !this.config.production;
    if (on && this.isOurs(headers.host)) return true;
    throw new NotFound();
  }

  /**
   * Only by a name of this machine: whoever reads these letters can take over every account, and NODE_ENV is easily
   * forgotten. It also stops a page elsewhere whose name was made to point to this machine (DNS rebinding).
   */
  private isOurs(host = ''): boolean {
    const url = `http://${host}`;
    return URL.canParse(url) && LOOPBACK.test(new URL(url).hostname);
  }
}
