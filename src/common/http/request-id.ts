import type { IncomingMessage } from 'node:http';
import { uuidv7 } from '../crypto/uuid.js';

const WELL_FORMED = /^[A-Za-z0-9._-]{8,128}$/;

/** The id that the caller sent, if it is fit for a log line, else a new one. */
export function requestIdOf(request: Pick<IncomingMessage, 'headers'>): string {
  const sent = request.headers['x-request-id'];
  return typeof sent === 'string' && WELL_FORMED.test(sent) ? sent : uuidv7();
}
