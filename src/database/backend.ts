import type { ClientConfig } from 'pg';

/** What differs between a PostgreSQL server and the embedded one. */
export interface Backend {
  readonly embedded: boolean;
  /** How node-postgres reaches it. */
  readonly connection: ClientConfig;
  /** Resolves when connections will be accepted. */
  open(): Promise<void>;
  /** Keeps other instances out while the schema changes. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
  /** May be called more than once, and without `open`. */
  close(): Promise<void>;
}
