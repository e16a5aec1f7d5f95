import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { UnsupportedMediaType } from '../errors/index.js';
import { ACCEPTS_FORM, type FormRule } from './accepts-form.js';

/** A form can be sent from any page without asking (CORS), so only routes that say so read one (ASVS 3.5.2). */
@Injectable()
export class MediaTypeGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const { body, headers } = context.switchToHttp().getRequest<FastifyRequest>();
    if (body === undefined || body === null) return true;
    const isForm = headers['content-type']?.split(';')[0]?.trim().toLowerCase() === 'application/x-www-form-urlencoded';
    const rule = this.reflector.get<FormRule | undefined>(ACCEPTS_FORM, context.getHandler());
    if (isForm ? rule !== undefined : !rule?.only) return true;
    throw new UnsupportedMediaType();
  }
}
