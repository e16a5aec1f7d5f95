import { DomainError } from '#common/errors/index.js';
import { InvalidConfiguration } from '#config/index.js';
import { CannotStart, translateDatabaseError } from '#database/index.js';
import { WrongSecretKey } from '#tokens/index.js';
import { UnreadableFile } from '#users/index.js';

export interface Explanation {
  readonly text: string;
  readonly code?: string;
  readonly problems?: readonly unknown[];
}

/** Errors whose message is all that an operator needs. */
const PLAIN = [InvalidConfiguration, CannotStart, WrongSecretKey, UnreadableFile];

/** What an operator can mend is said in plain words; anything else is a defect and shows where it is. */
export function explain(error: unknown): Explanation {
  const refusal = error instanceof DomainError ? error : translateDatabaseError(error);
  if (refusal) {
    const { title, code, detail } = refusal.spec;
    const errors = refusal.occurrence.members?.['errors'];
    const text = [`${title}.`, refusal.occurrence.detail ?? detail].filter(Boolean).join(' ');
    return { text, code, problems: Array.isArray(errors) ? errors : undefined };
  }
  if (error instanceof InvalidConfiguration) return { text: error.message, problems: error.problems };
  if (PLAIN.some((type) => error instanceof type)) return { text: (error as Error).message };
  const { code, path, message, stack } = error as NodeJS.ErrnoException;
  // A file that is not there, or may not be read.
  if (code && path) return { text: message, code };
  return { text: stack ?? String(error) };
}
