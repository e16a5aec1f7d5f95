import { DomainError } from '#common/errors/index.js';

export class UnmailableAddress extends DomainError {
  static override readonly spec = {
    code: 'unmailable_address',
    status: 422,
    title: 'No letter can be sent to this address',
    detail: 'It must be one plain e-mail address such as ada@example.org.',
  };
}

/** RFC 5321 §4.5.3.1: a path has at most 256 octets, its angle brackets included. */
const MAX_OCTETS = 254;

/**
 * One address, without anything that a mail library or server might read as a second one, a comment or a new line
 * (OWASP: SMTP injection). Quoted local parts are legal, unused, and refused.
 */
const ONE_ADDRESS = /^[^\s\p{C},;:<>()[\]\\"@]+@[^\s\p{C},;:<>()\\"@]+$/u;

/** Letters, marks, digits and what stands between them in names. */
const LIKE_A_NAME = /^[\p{L}\p{M}\p{N} .,'’()-]{1,64}$/u;

/** Throws UnmailableAddress. */
export function assertMailable(address: string): void {
  if (!ONE_ADDRESS.test(address) || Buffer.byteLength(address) > MAX_OCTETS) throw new UnmailableAddress();
}

/**
 * The name for the `To` header. People choose it themselves, and whoever registers a stranger's address could advertise
 * with it, so that whatever does not look like a name (an address of a web site above all) is left out.
 */
export function presentableName(name: string | undefined): string | undefined {
  const trimmed = name?.trim() ?? '';
  return LIKE_A_NAME.test(trimmed) && !/\.\S/.test(trimmed) ? trimmed : undefined;
}
