import { type Config, describeSettings, InvalidConfiguration } from '#config/index.js';
import { CannotStart } from '#database/index.js';
import { mailboxIsAt } from '#mail/index.js';

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
export function bootMessage(config: Config, url: string): string {
  const { http, database, publicUrl, workers } = config;
  const mailbox = [publicUrl, url].find((address) => mailboxIsAt(config, new URL(address).host));
  const base = `${url}${http.apiPrefix}`;
  const where = database.url ? 'PostgreSQL' : `embedded PostgreSQL in ${database.dataDir}`;
  return [
    '',
    `Gatehouse is ready at ${publicUrl} (listening on ${url}, ${where}${workers > 1 ? `, ${workers} workers` : ''})`,
    ...(http.docs ? [`  Try it in a browser:  ${publicUrl}/docs`] : []),
    ...(mailbox ? [`  Letters that would be sent:  ${mailbox}/dev/mail`] : []),
    `  Sign in:  curl -s ${base}/auth/login -H 'Content-Type: application/json' -d '{"username":"admin","password":"…"}'`,
    '',
    '',
  ].join('\n');
}

/** What an operator can mend is said in plain words; anything else is a defect and shows where it is. */
export function whyNot(error: unknown): string {
  if (error instanceof InvalidConfiguration || error instanceof CannotStart) return error.message;
  if (isListening(error)) return listenProblem(error);
  if (!(error instanceof Error)) return String(error);
  return isListening(error.cause) ? error.message : (error.stack ?? error.message);
}

interface ListenError extends NodeJS.ErrnoException {
  readonly address?: string;
  readonly port?: number;
  readonly hostname?: string;
}

function isListening(error: unknown): error is ListenError {
  return error instanceof Error && ['listen', 'getaddrinfo'].includes((error as ListenError).syscall ?? '');
}

const ADVICE: Record<string, string> = {
  EADDRINUSE: 'the port is in use. Stop what is using it, or choose another PORT.',
  EACCES: 'the port is reserved for the administrator of the machine. Choose a PORT above 1023.',
  EADDRNOTAVAIL: 'HOST is no address of this machine.',
  ENOTFOUND: 'HOST is no address of this machine.',
};

function listenProblem({ code = '', message, address, port, hostname }: ListenError): string {
  return `Cannot listen on ${address ?? hostname}${port ? `:${port}` : ''}: ${ADVICE[code] ?? message}`;
}
