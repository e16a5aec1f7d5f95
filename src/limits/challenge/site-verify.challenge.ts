import { Logger } from '@nestjs/common';
import type { SiteVerifyConfig } from '#config/index.js';
import { Challenge } from './challenge.js';
import { ChallengeUnavailable } from './challenge.errors.js';

const TIMEOUT_MS = 3_000;

/** Says the verifier of its own state, or of our settings: no fault of whoever has solved the puzzle. */
const NOT_THE_CLIENT = ['missing-input-secret', 'invalid-input-secret', 'sitekey-secret-mismatch', 'internal-error'];

interface Verdict {
  readonly success: boolean;
  readonly hostname?: unknown;
  readonly action?: unknown;
  readonly 'error-codes'?: unknown;
}

/**
 * A puzzle of a third party, which tells us whether it was solved and counts each solution once. It gets the solution
 * and our secret and nothing else: neither the account nor the address of the client, which has shown itself to it
 * anyway, and which behind a proxy might be another one.
 */
export abstract class SiteVerifyChallenge extends Challenge {
  /** What the page was to name when it showed the puzzle. */
  protected readonly action: string | undefined = undefined;
  private readonly logger = new Logger(SiteVerifyChallenge.name);

  constructor(protected readonly site: SiteVerifyConfig) {
    super();
  }

  /** What else the verifier wants to know. */
  protected fields(): Record<string, string> {
    return {};
  }

  override async accepts(response: string): Promise<boolean> {
    const verdict = await this.ask(response);
    const codes = Array.isArray(verdict['error-codes']) ? (verdict['error-codes'] as unknown[]) : [];
    if (codes.some((code) => NOT_THE_CLIENT.includes(code as string))) throw this.unavailable(codes.join(', '));
    return verdict.success && this.isOurs(verdict);
  }

  /** Solved on another page, it was solved for something else. */
  private isOurs({ hostname, action }: Verdict): boolean {
    if (typeof hostname === 'string' && hostname && !this.site.hostnames.includes(hostname.toLowerCase())) return false;
    return typeof action !== 'string' || action === '' || action === this.action;
  }

  private async ask(response: string): Promise<Verdict> {
    try {
      const answer = await fetch(this.site.verifyUrl, {
        method: 'POST',
        body: new URLSearchParams({ secret: this.site.secret, response, ...this.fields() }),
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      // A refusal may come with a status of its own; without a verdict it is none.
      const verdict = (await answer.json()) as Verdict | null;
      if (typeof verdict?.success === 'boolean') return verdict;
    } catch (error) {
      throw this.unavailable(error);
    }
    throw this.unavailable('no verdict');
  }

  private unavailable(reason: unknown): ChallengeUnavailable {
    this.logger.warn(`Challenges cannot be verified: ${String(reason)}`);
    return new ChallengeUnavailable();
  }
}
