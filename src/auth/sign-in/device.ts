import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HostCookie } from '#common/http/host-cookie.js';
import { preferredLocaleOf } from '#common/http/preferred-locale.js';
import { CHALLENGE_RESPONSE_HEADER } from '#limits/index.js';

/** Where a sign-in comes from. */
export interface Device {
  readonly ip: string;
  readonly userAgent: string | undefined;
  /** What we gave to the device when somebody signed in on it before: a cookie for browsers, a header for others. */
  readonly token: string | undefined;
  /** The solution of a challenge, where one was demanded. */
  readonly challengeResponse: string | undefined;
  readonly locale: string;
}

/** What a device has to say for itself when it tries a password. */
export type DeviceProof = Pick<Device, 'token' | 'challengeResponse'>;

export const DEVICE_TOKEN_HEADER = 'x-device-token';
/** It signs nobody in, so it may come along when another site leads here: a sign-in from there is on a known device. */
const COOKIE = new HostCookie('gatehouse_device', 'Lax');
/** As long as browsers keep a cookie at all. */
const KEEP_SECONDS = 400 * 24 * 60 * 60;

export const CurrentDevice = createParamDecorator((_: unknown, context: ExecutionContext): Device =>
  deviceOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

export function deviceOf(request: FastifyRequest): Device {
  const { ip, headers } = request;
  const header = headers[DEVICE_TOKEN_HEADER];
  const response = headers[CHALLENGE_RESPONSE_HEADER];
  return {
    ip,
    userAgent: headers['user-agent'],
    token: typeof header === 'string' ? header : COOKIE.valuesIn(request)[0],
    challengeResponse: typeof response === 'string' ? response : undefined,
    locale: preferredLocaleOf(request),
  };
}

/** Tells the device what to show next time. */
export function rememberDevice(reply: FastifyReply, token: string): void {
  void reply.header(DEVICE_TOKEN_HEADER, token);
  COOKIE.set(reply, token, KEEP_SECONDS);
}
