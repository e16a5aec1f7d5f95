import type { Environment } from './settings.js';

export interface RedisConfig {
  /** With the password: never to be shown. */
  readonly url: string;
  /** What may be shown. */
  readonly where: string;
}

export function redisConfig({ REDIS_URL: url }: Environment): RedisConfig | undefined {
  if (url === undefined) return undefined;
  const { hostname, port } = new URL(url);
  return { url, where: `${hostname}:${port || '6379'}` };
}
