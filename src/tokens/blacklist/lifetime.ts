import type { Config } from '#config/index.js';

/** For verifiers' clocks, and for a token that was still being signed when its session ended. */
export const MARGIN_SECONDS = 60;

/** How long a revocation must be remembered: until the last token that it concerns is dead by itself. Seconds. */
export function revocationSeconds({ tokens }: Config): number {
  return tokens.accessSeconds + MARGIN_SECONDS;
}
