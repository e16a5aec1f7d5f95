import { HashQueueFull, type PasswordsService, type Verification } from '#passwords/index.js';

/** An attempt that nobody had the time to look at was none. Throws HashQueueFull then. */
export async function verifyOrGiveBack(
  passwords: PasswordsService,
  password: string,
  stored: string | null | undefined,
  giveBack: () => Promise<void>,
): Promise<Verification> {
  try {
    return await passwords.verify(password, stored);
  } catch (error) {
    if (error instanceof HashQueueFull) await giveBack();
    throw error;
  }
}
