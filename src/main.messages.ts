import { type Config, describeSettings } from '#config/index.js';

export function helpText(): string {
  return [
    'Gatehouse: sign-in, sessions and tokens that other services can trust.',
    '',
    'Usage: npm start            builds, then starts the service',
    '       npm run start:prod   starts what was built',
    '',
    'Settings are environment variables, or lines of a file .env:',
    '',
    describeSettings(),
    '',
  ].join('\n');
}

/** The few lines that tell somebody who has just started it what to do next. */
export function bootMessage({ http, database, publicUrl }: Config, url: string): string {
  const base = `${url}${http.apiPrefix}`;
  const where = database.url ? 'PostgreSQL' : `embedded PostgreSQL in ${database.dataDir}`;
  return [
    '',
    `Gatehouse is ready at ${publicUrl} (listening on ${url}, ${where})`,
    ...(http.docs ? [`  Try it in a browser:  ${publicUrl}/docs`] : []),
    `  Sign in:  curl -s ${base}/auth/login -H 'Content-Type: application/json' -d '{"username":"admin","password":"…"}'`,
    '',
    '',
  ].join('\n');
}
