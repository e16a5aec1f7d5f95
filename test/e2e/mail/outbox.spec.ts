import { DataSource } from 'typeorm';
import { type Letter, Outbox } from '#mail/index.js';
import { TestApp } from '../../support/app.js';
import { eventually } from '../../support/service.js';
import { MailSink } from '../../support/smtp.js';
import { letterTo } from './letters.js';

interface Row {
  readonly id: string;
  readonly status: string;
  readonly attempts: number;
  readonly data: Buffer | null;
  readonly last_error: string | null;
}

describe('the outbox, with a mail server', () => {
  let sink: MailSink;
  let app: TestApp;
  let outbox: Outbox;

  beforeAll(async () => {
    sink = await MailSink.start();
    app = await TestApp.start(sink.env);
    outbox = app.nest.get(Outbox);
  });
  afterAll(async () => {
    await app.stop();
    await sink.stop();
  });

  const rowsTo = (address: string) => app.sql<Row>('SELECT * FROM outbox WHERE recipient = $1', [address]);
  const letters = async () => (await app.sql('SELECT 1 FROM outbox')).length;
  const lettersTo = (address: string) => sink.letters.filter(({ recipients }) => recipients.includes(address));
  const arrived = (address: string) => eventually(async () => lettersTo(address).length > 0);
  const settled = (address: string) =>
    eventually(async () => (await rowsTo(address)).every(({ status }) => status !== 'queued'));

  it('delivers a letter, and forgets what it said', async () => {
    await outbox.post(letterTo('ada@example.org'));
    expect(await arrived('ada@example.org')).toBeLessThan(3000);
    await settled('ada@example.org');

    const [letter] = lettersTo('ada@example.org');
    const [row] = await rowsTo('ada@example.org');
    expect(letter).toMatchObject({ from: 'no-reply@gatehouse.test', recipients: ['ada@example.org'] });
    expect(letter!.headers).toMatchObject({
      from: 'Gatehouse <no-reply@gatehouse.test>',
      to: 'Ada Lovelace <ada@example.org>',
      subject: 'Confirm your e-mail address',
      'message-id': `<${row!.id}@gatehouse.test>`,
      'auto-submitted': 'auto-generated',
    });
    expect(letter!.headers['content-type']).toMatch(/^multipart\/alternative/);
    // Once in the text, and in the HTML where it leads and where it is read.
    expect(letter!.body.match(/http:\/\/gatehouse\.test\/verify-email#token=token-1/g)).toHaveLength(4);
    expect(row).toMatchObject({ status: 'sent', attempts: 1, data: null, last_error: null });
  });

  it('writes in the language of the reader', async () => {
    await outbox.post({ ...letterTo('grete@example.org'), locale: 'de-AT,de;q=0.9,en;q=0.8' });
    await arrived('grete@example.org');
    expect(lettersTo('grete@example.org')[0]!.body).toContain('Adresse bestätigen');
  });

  it('posts nothing when the transaction of the caller is rolled back', async () => {
    const failing = app.nest.get(DataSource).transaction(async (tx) => {
      await outbox.post(letterTo('rolled-back@example.org'), tx);
      throw new Error('never mind');
    });
    await expect(failing).rejects.toThrow('never mind');
    await outbox.post(letterTo('after@example.org'));
    await arrived('after@example.org');
    expect(await rowsTo('rolled-back@example.org')).toEqual([]);
    expect(lettersTo('rolled-back@example.org')).toEqual([]);
  });

  it('sends at once when the transaction of the caller commits, and not before', async () => {
    await app.nest.get(DataSource).transaction(async (tx) => {
      await outbox.post(letterTo('committed@example.org'), tx);
      await tx.transaction((inner) => inner.query('SELECT 1'));
      expect(lettersTo('committed@example.org')).toEqual([]);
    });
    expect(await arrived('committed@example.org')).toBeLessThan(3000);
  });

  it('keeps nothing readable in the table', async () => {
    await sink.stop();
    try {
      await outbox.post(letterTo('sealed@example.org', 'a-secret-that-nobody-reads'));
      const [row] = await app.sql<{ text: string }>(`SELECT o::text AS text FROM outbox o WHERE recipient = $1`, [
        'sealed@example.org',
      ]);
      const [{ data }] = (await rowsTo('sealed@example.org')) as [Row];
      expect(row!.text).not.toMatch(/token|verify-email|Lovelace/);
      expect(data!.toString('latin1')).not.toMatch(/token|verify-email|Lovelace/);
    } finally {
      await sink.resume();
    }
  });

  it.each([
    ['a second header', 'ada@example.org\r\nBcc: eve@example.org'],
    ['a bare line feed', 'ada@example.org\neve@example.org'],
    ['a list', 'ada@example.org, eve@example.org'],
    ['a list without blanks', 'ada@example.org,eve@example.org'],
    ['a group', 'all: ada@example.org;'],
    ['an address with a name', 'Ada <ada@example.org>'],
    ['a quoted local part', '"ada eve"@example.org'],
    ['a route', '@example.net:ada@example.org'],
    ['a null', 'ada@example.org\0'],
    ['nothing', ''],
  ])('refuses %s as a recipient, and queues nothing', async (_, address) => {
    const before = await letters();
    await expect(outbox.post(letterTo(address))).rejects.toMatchObject({ spec: { code: 'unmailable_address' } });
    expect(await letters()).toBe(before);
  });

  it('leaves a name out that would be more than a name', async () => {
    const to = { address: 'named@example.org', name: 'Ada\r\nBcc: eve@example.org' };
    await outbox.post({ ...letterTo(''), to });
    await arrived('named@example.org');
    expect(lettersTo('named@example.org')[0]).toMatchObject({
      recipients: ['named@example.org'],
      headers: { to: 'named@example.org' },
    });
  });

  it('refuses a link that leads elsewhere', async () => {
    const letter: Letter = {
      template: 'password_changed',
      to: { address: 'linked@example.org' },
      locale: 'en',
      data: { link: 'http://gatehouse.test.evil.example/not-me' },
    };
    await expect(outbox.post(letter)).rejects.toThrow('PUBLIC_URL');
    expect(await rowsTo('linked@example.org')).toEqual([]);
  });

  it('answers a request whose letter cannot be sent now without waiting for it', async () => {
    await sink.stop();
    try {
      const start = performance.now();
      await outbox.post(letterTo('waiting@example.org'));
      expect(performance.now() - start).toBeLessThan(500);
    } finally {
      await sink.resume();
    }
  });
});
