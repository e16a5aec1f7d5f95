import type { components } from '../generated/openapi.js';
import type { ErrorCode } from './codes.js';

export type InputFault = components['schemas']['InputFault'];

export interface ErrorMembers {
  /** HTTP status, where there was an answer. */
  readonly status?: number | undefined;
  /** What to do about it, in English. */
  readonly detail?: string | undefined;
  /** Every fault of the input, with a JSON Pointer to the member. */
  readonly errors?: readonly InputFault[] | undefined;
  /** Seconds to wait. */
  readonly retryAfter?: number | undefined;
  /** Under which the service's log has the request. */
  readonly requestId?: string | undefined;
  /** The whole problem document, such as the `challenge` of `challenge_required`. */
  readonly problem?: Readonly<Record<string, unknown>> | undefined;
}

/** The only thing that methods of the client reject with. Switch on `code`. */
export class GatehouseError extends Error implements ErrorMembers {
  readonly code: ErrorCode;
  // Set in one go: one by one they would be a fiftieth of all code.
  declare readonly status: number | undefined;
  declare readonly detail: string | undefined;
  declare readonly errors: readonly InputFault[];
  declare readonly retryAfter: number | undefined;
  declare readonly requestId: string | undefined;
  declare readonly problem: Readonly<Record<string, unknown>> | undefined;

  constructor(code: ErrorCode, members: ErrorMembers = {}, cause?: unknown, title: string = code) {
    super(title, { cause });
    this.code = code;
    Object.assign(this, { name: 'GatehouseError', ...members, errors: members.errors ?? [] });
  }

  /** It may go well later, without anybody doing anything about it. Nobody is signed out by such a one. */
  get isTemporary(): boolean {
    const { code, status = 0 } = this;
    return /^(network|timeout|offline|not_gatehouse)$/.test(code) || status === 429 || status >= 500;
  }
}
