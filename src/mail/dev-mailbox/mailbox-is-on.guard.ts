import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { NotFound } from '#common/errors/index.js';
import { Config } from '#config/index.js';
import { mailboxIsAt } from './mailbox-is-at.js';

/** Elsewhere nothing tells that there could be a mailbox. */
@Injectable()
export class MailboxIsOn implements CanActivate {
  constructor(private readonly config: Config) {}

  canActivate(context: ExecutionContext): true {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    if (mailboxIsAt(this.config, headers.host)) return true;
    throw new NotFound();
  }
}
