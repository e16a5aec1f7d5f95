import { createServer } from 'node:net';
import { once } from 'node:events';
import { Config, InvalidConfiguration, SETTINGS } from '#config/index.js';
import { CannotStart } from '#database/index.js';
import { bootMessage, helpText, whyNot } from './main.messages.js';

async function listenError(host: string, port: number): Promise<unknown> {
  const server = createServer().listen(port, host);
  return once(server, 'error').then(([error]) => error);
}

describe('whyNot', () => {
  it('repeats what was written for the operator, and nothing else', () => {
    expect(whyNot(new CannotStart('The folder is in use'))).toBe('The folder is in use');
    expect(whyNot(new InvalidConfiguration(['PORT is wrong']))).toBe(
      'The configuration is not valid:\n  - PORT is wrong',
    );
  });

  it('says what to do about an address that cannot be listened on', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    expect(whyNot(await listenError('127.0.0.1', port))).toBe(
      `Cannot listen on 127.0.0.1:${port}: the port is in use. Stop what is using it, or choose another PORT.`,
    );
    taken.close();
    expect(whyNot(await listenError('192.0.2.1', 80))).toBe(
      'Cannot listen on 192.0.2.1:80: HOST is no address of this machine.',
    );
  });

  it('takes the words of whoever could not listen', async () => {
    const cause = await listenError('192.0.2.1', 80);
    expect(whyNot(new Error('No metrics: choose another METRICS_HOST', { cause }))).toBe(
      'No metrics: choose another METRICS_HOST',
    );
  });

  it('shows where a defect is', () => {
    expect(whyNot(new TypeError('undefined is not a function'))).toMatch(/^TypeError: undefined.*\n\s+at /);
    expect(whyNot('just a word')).toBe('just a word');
  });
});

describe('the first words', () => {
  it('list every setting', () => {
    for (const name of Object.keys(SETTINGS)) expect(helpText()).toContain(`\n  ${name}`);
  });

  it('lead to the documentation only where there is some', () => {
    const url = 'http://127.0.0.1:3000';
    expect(bootMessage(Config.from({}), url)).toContain('http://localhost:3000/docs');
    expect(bootMessage(Config.from({ API_DOCS: 'off' }), url)).not.toContain('/docs');
  });

  it('lead to the mailbox while there is one, by a name under which it answers', () => {
    const url = 'http://127.0.0.1:3000';
    expect(bootMessage(Config.from({}), url)).toContain('http://localhost:3000/dev/mail');
    expect(bootMessage(Config.from({ PUBLIC_URL: 'http://auth.test' }), url)).toContain(`${url}/dev/mail`);
    expect(bootMessage(Config.from({ SMTP_HOST: 'mail.example.org' }), url)).not.toContain('/dev/mail');
  });
});
