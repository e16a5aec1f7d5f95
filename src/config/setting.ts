import type { z } from 'zod';

/** One environment variable: how it is read, what holds when it is not set, and what it means. */
export interface Setting<T = unknown> {
  readonly read: z.ZodType<T, string>;
  /** As it would be written in the environment. `undefined`: see `meaning` for what then happens. */
  readonly default?: string;
  readonly unit?: string;
  readonly meaning: string;
  /** Never shown, not even in part. */
  readonly secret?: boolean;
}

/** Only tells the compiler the type of the value. */
export function setting<T>(described: Setting<T>): Setting<T> {
  return described;
}
