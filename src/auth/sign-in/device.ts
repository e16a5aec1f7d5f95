import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
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
const COOKIE = 'gatehouse_device';
const COOKIE_IN_HEADER = new RegExp(String.raw`(?:^|;\s*)(?:__Host-)?${COOKIE}=([\w-]+)`);
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
    token: typeof header === 'string' ? header : cookieOf(headers.cookie),
    challengeResponse: typeof response === 'string' ? response : undefined,
    locale: preferredLocaleOf(request),
  };
}

/** Tells the device what to show next time. `__Host-` (RFC 6265bis §4.1.3.2) is for https; loopback goes without. */
export function rememberDevice(reply: FastifyReply, token: string): void {
  const secure = reply.request.protocol === 'https';
  const cookie = `${secure ? '__Host-' : ''}${COOKIE}=${token}; Path=/; Max-Age=${KEEP_SECONDS}; HttpOnly; SameSite=Lax`;
  void reply.headers({ [DEVICE_TOKEN_HEADER]: token, 'set-cookie': secure ? `${cookie}; Secure` : cookie });
}

function cookieOf(header: string | undefined): string | undefined {
  return COOKIE_IN_HEADER.exec(header ?? '')?.[1];
}
