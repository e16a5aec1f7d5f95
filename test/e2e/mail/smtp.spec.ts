import { SmtpTransport } from '#mail/transports/smtp.transport.js';
import { eventually } from '../../support/service.js';
import { MailSink } from '../../support/smtp.js';

const FROM = { name: 'Gatehouse', address: 'no-reply@gatehouse.test' };
const USER = { user: 'gatehouse', password: 'a password for the mail server' };

const message = (address = 'ada@example.org') => ({
  id: '01890000-0000-7000-8000-000000000001',
  date: new Date('2026-11-20T14:05:00Z'),
  to: { name: 'Ada', address },
  subject: 'Bestätigen Sie Ihre E-Mail-Adresse',
  html: '<p>Bestätigen</p>',
  text: 'Bestätigen',
});

describe('SmtpTransport', () => {
  const open: { close(): void }[] = [];
  const sinks: MailSink[] = [];
  afterEach(async () => {
    for (const transport of open.splice(0)) transport.close();
    for (const sink of sinks.splice(0)) await sink.stop();
  });

  const sinkWith = async (options?: Parameters<typeof MailSink.start>[0]) => {
    const sink = await MailSink.start(options);
    sinks.push(sink);
    return sink;
  };
  const transportTo = (
    sink: MailSink,
    { tls = 'off', ...user }: { tls?: 'starttls' | 'implicit' | 'off'; user?: string; password?: string } = {},
  ) => {
    const { SMTP_HOST: host = '', SMTP_PORT: port } = sink.env;
    const transport = new SmtpTransport(
      { host, port: Number(port), user: undefined, password: undefined, ...user, tls },
      FROM,
      'gatehouse.test',
    );
    open.push(transport);
    return transport;
  };

  it('encodes what is not ASCII, and greets by its own name', async () => {
    let greeting: string | undefined;
    const sink = await sinkWith({
      onMailFrom: (_address, session, callback) => {
        greeting = session.hostNameAppearsAs || undefined;
        callback();
      },
    });
    await transportTo(sink).send(message());
    expect(greeting).toBe('gatehouse.test');
    const [letter] = sink.letters;
    expect(letter!.headers['subject']).toMatch(/^=\?UTF-8\?Q\?Best=C3=A4tigen/);
    expect(letter!.headers['date']).toBe('Fri, 20 Nov 2026 14:05:00 +0000');
    expect(letter!.body).toContain('<p>Bestätigen</p>');
  });

  it('signs in', async () => {
    const sink = await sinkWith({
      authOptional: false,
      onAuth: ({ username, password }, _session, callback) =>
        username === USER.user && password === USER.password
          ? callback(null, { user: username })
          : callback(new Error('Bad credentials')),
    });
    await transportTo(sink, USER).send(message());
    expect(sink.letters[0]!.user).toBe(USER.user);
    const refused = transportTo(sink, { ...USER, password: 'a wrong one' }).send(message());
    await expect(refused).rejects.toMatchObject({ code: 'EAUTH' });
    await expect(refused).rejects.not.toThrow('a wrong one');
  });

  it('sends nothing in clear where STARTTLS is demanded and not offered', async () => {
    const sink = await sinkWith({ onAuth: (_auth, _session, callback) => callback(null, { user: 'anybody' }) });
    await expect(transportTo(sink, { ...USER, tls: 'starttls' }).send(message())).rejects.toMatchObject({
      code: 'ETLS',
    });
    expect(sink.letters).toEqual([]);
  });

  it.each([
    ['starttls', { disabledCommands: [] }],
    ['implicit', { secure: true }],
  ] as const)('with %s, sends nothing to a server whose certificate nobody vouches for', async (tls, options) => {
    const sink = await sinkWith({ ...options, disabledCommands: [] });
    await expect(transportTo(sink, { tls }).send(message())).rejects.toThrow(/self-signed|certificate/);
    expect(sink.letters).toEqual([]);
  });

  it('survives a server that ends a connection which nobody uses', async () => {
    let connections = 0;
    let closed = 0;
    const sink = await sinkWith({
      socketTimeout: 500,
      onConnect: (_session, callback) => {
        connections += 1;
        callback();
      },
      onClose: () => {
        closed += 1;
      },
    });
    const transport = transportTo(sink);
    await transport.send(message());
    await eventually(async () => closed === 1);
    await transport.send(message());
    expect(connections).toBe(2);
    expect(sink.letters).toHaveLength(2);
  });

  it('uses a connection again', async () => {
    let connections = 0;
    const sink = await sinkWith({
      onConnect: (_session, callback) => {
        connections += 1;
        callback();
      },
    });
    const transport = transportTo(sink);
    for (let count = 0; count < 5; count++) await transport.send(message());
    expect(connections).toBe(1);
  });

  it('refuses two recipients in one address', async () => {
    const sink = await sinkWith();
    await expect(transportTo(sink).send(message('ada@example.org,eve@example.org'))).rejects.toMatchObject({
      spec: { code: 'unmailable_address' },
    });
  });
});
