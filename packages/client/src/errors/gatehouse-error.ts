import type { components } from '../generated/openapi.js';
import type { ErrorCode } from './codes.js';

export type InputFault = components['schemas']['InputFault'];

export interface ErrorMembers {
  /** HTTP status, where there was an answer. */
  readonly status?: number;
  /** What to do about it, in English. */
  readonly detail?: string;
  /** Every fault of the input, with a JSON Pointer to the member. */
  readonly errors?: readonly InputFault[];
  /** Seconds to wait. */
  readonly retryAfter?: number;
  /** Under which the service's log has the request. */
  readonly requestId?: string;
  /** The whole problem document, such as the `challenge` of `challenge_required`. */
  readonly problem?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** The only thing that methods of the client reject with. Switch on `code`. */
export class GatehouseError extends Error {
  override readonly name = 'GatehouseError';
  readonly code: ErrorCode;
  readonly status: number | undefined;
  readonly detail: string | undefined;
  readonly errors: readonly InputFault[];
  readonly retryAfter: number | undefined;
  readonly requestId: string | undefined;
  readonly problem: Readonly<Record<string, unknown>> | undefined;

  constructor(code: ErrorCode, title: string, members: ErrorMembers = {}) {
    super(title, { cause: members.cause });
    this.code = code;
    this.status = members.status;
    this.detail = members.detail;
    this.errors = members.errors ?? [];
    this.retryAfter = members.retryAfter;
    this.requestId = members.requestId;
    this.problem = members.problem;
  }

  /** It may go well later, without anybody doing anything about it. Nobody is signed out by such a one. */
  get isTemporary(): boolean {
    const { code, status = 0 } = this;
    return (
      code === 'network' ||
      code === 'timeout' ||
      code === 'offline' ||
      code === 'not_gatehouse' ||
      status === 429 ||
      status >= 500
    );
  }
}
