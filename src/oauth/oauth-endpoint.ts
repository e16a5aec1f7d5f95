import { applyDecorators, UseFilters } from '@nestjs/common';
import { ApiConsumes, ApiExtension, ApiHeader, ApiResponse } from '@nestjs/swagger';
import { AcceptsForm } from '#common/http/accepts-form.js';
import { NoStore } from '#common/http/no-store.js';
import { OAuthErrorDto } from './dto/oauth-error.dto.js';
import { OAuthErrorFilter } from './oauth-error.filter.js';

/** What the endpoints have in common that clients authenticate at: a form in, errors as RFC 6749 §5.2 says them. */
export const OAuthEndpoint = (): MethodDecorator =>
  applyDecorators(
    UseFilters(OAuthErrorFilter),
    AcceptsForm({ only: true }),
    NoStore(),
    ApiConsumes('application/x-www-form-urlencoded'),
    ApiHeader({
      name: 'authorization',
      required: false,
      description: 'HTTP Basic: client id and secret (RFC 6749 §2.3.1)',
    }),
    ApiResponse({ status: 400, type: OAuthErrorDto, description: 'RFC 6749 §5.2' }),
    ApiResponse({ status: 401, type: OAuthErrorDto, description: '`invalid_client`' }),
    ApiResponse({
      status: 429,
      type: OAuthErrorDto,
      description: '`temporarily_unavailable`: see Retry-After; with `challenge`, solve that, and it is over sooner',
    }),
    ApiResponse({ status: 503, type: OAuthErrorDto, description: '`temporarily_unavailable`: see Retry-After' }),
    ApiExtension('x-oauth-errors', true),
  );
