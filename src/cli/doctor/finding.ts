export interface Finding {
  readonly check: string;
  /** `unsure`: it may be right, but somebody should look. `skipped`: it cannot be told as things are. */
  readonly state: 'ok' | 'unsure' | 'wrong' | 'skipped';
  readonly message: string;
  /** What to do about it. */
  readonly remedy?: string;
}

/** What an error says, in one line. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
