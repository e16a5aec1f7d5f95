/** What argon2id is computed with. Memory in KiB, sizes in bytes. */
export interface Argon2Cost {
  readonly memory: number;
  readonly passes: number;
  readonly lanes: number;
  readonly tagBytes: number;
  /** Random where nothing is given. */
  readonly salt?: Buffer;
}

/** Something that computes argon2id (RFC 9106), on the thread pool. Hashes are PHC strings. */
export interface Argon2Engine {
  readonly name: string;
  hash(password: string, cost: Argon2Cost): Promise<string>;
  verify(stored: string, password: string): Promise<boolean>;
}

export const ARGON2_ENGINE = Symbol('ARGON2_ENGINE');
