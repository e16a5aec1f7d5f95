const FIRST_SECONDS = 40;
const LONGEST_SECONDS = 12 * 60 * 60;
const JITTER = 0.2;

/**
 * Seconds until the next attempt after `attempts` of them: doubling, with jitter so that letters which failed together
 * do not all come back together. 12 attempts end after about 23 hours.
 */
export function backOffSeconds(attempts: number, random: () => number = Math.random): number {
  const steady = Math.min(FIRST_SECONDS * 2 ** (attempts - 1), LONGEST_SECONDS);
  return Math.round(steady * (1 + JITTER * (2 * random() - 1)));
}
