/**
 * One format of stored hashes. The service makes new ones with the first hasher it has and reads with whichever
 * understands, so that hashes brought along from elsewhere can be read by adding a class here.
 */
export interface PasswordHasher {
  /** Whether `stored` is of this format, complete, and costs no more than we are willing to pay. Never throws. */
  understands(stored: string): boolean;

  /** Only asked for what `understands` accepts. */
  verify(stored: string, password: string): Promise<boolean>;
}

/** The format of today. */
export interface CurrentPasswordHasher extends PasswordHasher {
  hash(password: string): Promise<string>;

  /** Whether `stored` is exactly as `hash` would make it now. */
  isCurrent(stored: string): boolean;
}
