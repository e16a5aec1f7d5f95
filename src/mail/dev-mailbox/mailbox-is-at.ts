import type { Config } from '#config/index.js';

const LOOPBACK = /^(localhost|.+\.localhost|127\.0\.0\.1|\[::1\])$/;

/** Only in development, and only where no mail server is configured, letters are read here. */
export const hasMailbox = ({ production, mail }: Config): boolean => !production && mail.smtp === undefined;

/**
 * Only by a name of this machine: whoever reads these letters can take over every account, and NODE_ENV is easily
 * forgotten. It also stops a page elsewhere whose name was made to point to this machine (DNS rebinding).
 */
export function mailboxIsAt(config: Config, host = ''): boolean {
  const url = `http://${host}`;
  return hasMailbox(config) && URL.canParse(url) && LOOPBACK.test(new URL(url).hostname);
}
