import { type NumberedUser, REPEATED } from './batches.js';
import type { Fault, Refusal } from './import.errors.js';
import type { ConflictRow } from './import.statements.js';

export interface Conflict {
  /** Absent: it is the same person, who is there already. */
  readonly refusal?: Refusal;
}

const CLOSED: Fault = {
  code: 'account_closed',
  detail: 'The account is there, closed, and waits to be deleted. Restore it, or import it when it is gone.',
};

/**
 * What it means that somebody could not be created. The same person has the same username and the same e-mail address,
 * and the same id where the file says one: references of other systems go by it.
 */
export function judge({ line, user, idGiven }: NumberedUser, row: ConflictRow): Conflict {
  const { by_id, by_username, by_email, from_this_run, closed } = row;
  const refused = (...faults: Fault[]): Conflict => ({ refusal: { line, username: user.username, faults } });

  if (from_this_run) return refused(REPEATED);
  const isSame = by_username !== null && by_username === by_email && (!idGiven || by_username === by_id);
  if (isSame) return closed ? refused(CLOSED) : {};

  const faults: (Fault | false)[] = [
    by_id !== null && { field: 'id', code: 'id_taken', detail: 'Somebody else has this id.' },
    by_username !== null && { field: 'username', code: 'username_taken', detail: 'The username is taken.' },
    by_email !== null && { field: 'email', code: 'email_taken', detail: 'The e-mail address is taken.' },
  ];
  const found = faults.filter((fault) => fault !== false);
  if (found.length > 0) return refused(...found);
  return refused({
    code: 'conflict',
    detail: 'Somebody stood in the way who was gone a moment later. Import the file again.',
  });
}
