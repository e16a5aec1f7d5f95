import type { Config } from '#config/index.js';

/** Where a sign-in with a provider begins, and where the provider sends people back to. */
export const socialUrl = ({ publicUrl, http }: Config, provider: string, step = ''): string =>
  `${publicUrl}${http.apiPrefix}/auth/social/${provider}${step}`;
