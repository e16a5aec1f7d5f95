/** What the client is told to do. */
export type ChallengeDemand =
  | {
      readonly kind: 'proof_of_work';
      readonly algorithm: 'SHA-256';
      readonly token: string;
      /** Leading zero bits. */
      readonly difficulty: number;
      readonly expires_at: string;
    }
  | { readonly kind: 'turnstile'; readonly site_key: string; readonly action: string }
  | { readonly kind: 'hcaptcha'; readonly site_key: string };

export interface ChallengedAttempt {
  /** For whom it is: a solution for one is none for another. */
  readonly subject: string;
  /** How much of the subject's challenged attempts is used already: from 0 to less than 1. */
  readonly used: number;
}

/** Work or a puzzle that makes an attempt cost its maker something. */
export abstract class Challenge {
  abstract demand(attempt: ChallengedAttempt): ChallengeDemand;

  /** Whether `response` solves what was demanded. True once for each solution. Throws ChallengeUnavailable. */
  abstract accepts(response: string, attempt: ChallengedAttempt): Promise<boolean>;
}
