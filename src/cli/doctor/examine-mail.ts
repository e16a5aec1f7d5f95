import { createTransport } from 'nodemailer';
import type { Config } from '#config/index.js';
import { type Finding, reasonOf } from './finding.js';

const check = 'mail server';
const TIMEOUT_MS = 5000;

/** Whether the mail server lets us in. No letter is sent. */
export async function examineMail({ mail: { smtp }, production }: Config): Promise<Finding> {
  if (smtp === undefined) {
    return production
      ? { check, state: 'unsure', message: 'none is set: letters wait in the database', remedy: 'set SMTP_HOST' }
      : { check, state: 'ok', message: 'none is set: letters are at /dev/mail' };
  }
  const { host, port, user, password, tls } = smtp;
  const transport = createTransport({
    host,
    port,
    secure: tls === 'implicit',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'off',
    auth: user === undefined ? undefined : { user, pass: password },
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    dnsTimeout: TIMEOUT_MS,
  });
  try {
    await transport.verify();
    return { check, state: 'ok', message: `${host}:${port} lets us in (TLS: ${tls})` };
  } catch (error) {
    const remedy =
      'letters wait in the database until it does; look at SMTP_HOST, SMTP_PORT, SMTP_TLS, SMTP_USER, SMTP_PASSWORD';
    return { check, state: 'wrong', message: `${host}:${port} does not let us in: ${reasonOf(error)}`, remedy };
  } finally {
    transport.close();
  }
}
