import { Outbox } from '#mail/index.js';
import { OutboxSweeper } from '#mail/delivery/outbox-sweeper.js';
import { OutboxWorker } from '#mail/delivery/outbox-worker.js';
import { MetricsRegistry } from '#common/metrics.js';
import { TestApp } from '../../support/app.js';
import { eventually } from '../../support/service.js';
import { MailSink } from '../../support/smtp.js';
import { letterTo } from './letters.js';

interface Row {
  readonly id: string;
  readonly status: string;
  readonly attempts: number;
  readonly waits: number;
  readonly data: Buffer | null;
  readonly last_error: string | null;
}

const byText = (a: string, b: string) => a.localeCompare(b);
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe('delivery', () => {
  let sink: MailSink;
  let app: TestApp;
  /** What the mail server answers to a recipient; undefined: welcome. */
  let refusal: ((address: string) => Error | undefined) | undefined;

  beforeAll(async () => {
    sink = await MailSink.start({
      onRcptTo: ({ address }, _session, callback) => callback(refusal?.(address)),
    });
    app = await TestApp.start({ ...sink.env, MAIL_MAX_ATTEMPTS: '3' });
  });
  afterAll(async () => {
    await app.stop();
    await sink.stop();
  });
  beforeEach(async () => {
    refusal = undefined;
    await app.sql('DELETE FROM outbox');
    sink.letters.length = 0;
  });

  const post = (address: string, token?: string) => app.nest.get(Outbox).post(letterTo(address, token));
  const rows = () =>
    app.sql<Row>('SELECT *, extract(epoch FROM next_attempt_at - now())::float AS waits FROM outbox ORDER BY id');
  const only = async () => (await rows())[0]!;
  /** As if the time until the next attempt had passed. */
  const later = async () => {
    await app.sql(`UPDATE outbox SET next_attempt_at = now(), last_error = NULL WHERE status = 'queued'`);
    app.nest.get(OutboxWorker).wake();
  };
  const attempted = (times: number) =>
    eventually(async () =>
      (await rows()).every(({ attempts, last_error }) => attempts >= times && last_error !== null),
    );
  const allSent = () => eventually(async () => (await rows()).every(({ status }) => status === 'sent'));

  it('delivers every letter once the mail server is back', async () => {
    await sink.stop();
    for (const number of numbers(20)) await post(`out-${number}@example.org`);
    await attempted(1);
    for (const row of await rows()) {
      expect(row).toMatchObject({ status: 'queued', attempts: 1 });
      expect(row.last_error).toMatch(/ECONNREFUSED/);
      expect(row.waits).toBeGreaterThan(20);
      expect(row.waits).toBeLessThan(49);
    }
    await sink.resume();
    await later();
    await allSent();
    const arrived = sink.letters.map(({ recipients }) => recipients[0]!);
    expect(arrived.toSorted(byText)).toEqual(
      numbers(20)
        .map((number) => `out-${number}@example.org`)
        .toSorted(byText),
    );
  });

  it('gives up after MAIL_MAX_ATTEMPTS, and leaves the letter to the operator', async () => {
    refusal = () => Object.assign(new Error('4.3.0 Come back later'), { responseCode: 451 });
    await post('ada@example.org');
    for (const attempt of numbers(3)) {
      await attempted(attempt);
      await later();
    }
    expect(await only()).toMatchObject({ status: 'dead', attempts: 3 });
    expect((await only()).last_error).toMatch(/^EENVELOPE: RCPT TO: .*451/);
    expect((await only()).data).not.toBeNull();

    refusal = undefined;
    await app.sql(`UPDATE outbox SET status = 'queued', attempts = 0, next_attempt_at = now() WHERE status = 'dead'`);
    await later();
    await allSent();
    expect(sink.letters).toHaveLength(1);
  });

  it('gives up at once when there is no such mailbox', async () => {
    refusal = () => Object.assign(new Error('5.1.1 No such user'), { responseCode: 550 });
    await post('nobody@example.org');
    await eventually(async () => (await only()).status === 'dead');
    expect(await only()).toMatchObject({ attempts: 1 });
  });

  it('waits when the mail server refuses for a reason that an operator can mend', async () => {
    refusal = () => Object.assign(new Error('5.7.1 Relay access denied'), { responseCode: 554 });
    await post('ada@example.org');
    await attempted(1);
    expect(await only()).toMatchObject({ status: 'queued', attempts: 1 });
  });

  it('keeps neither links nor recipients that the mail server repeats', async () => {
    refusal = (address) =>
      Object.assign(new Error(`4.7.1 ${address} http://gatehouse.test/x#token=secret ght_${'a'.repeat(43)}`), {
        responseCode: 451,
      });
    await post('ada@example.org');
    await attempted(1);
    const { last_error } = await only();
    expect(last_error).toContain('4.7.1 [recipient] [link] […]');
    expect(last_error).not.toMatch(/secret|aaaa|ada@/);
  });

  it('sends a letter again, under the same Message-ID, when the worker that had it was killed', async () => {
    await sink.stop();
    await post('ada@example.org');
    await attempted(1);
    const { data } = await only();
    await sink.resume();
    await later();
    await allSent();
    // Killed when the mail server had it and before that was noted: the row is as the claim left it, the lease is over.
    await app.sql(`UPDATE outbox SET status = 'queued', sent_at = NULL, data = $1, next_attempt_at = now()`, [data]);
    app.nest.get(OutboxWorker).wake();
    await allSent();
    const ids = sink.letters.map(({ headers }) => headers['message-id']);
    expect(ids).toEqual([ids[0], ids[0]]);
  });

  it('does not touch what another worker has leased, until the lease ends', async () => {
    await sink.stop();
    await post('leased@example.org');
    await attempted(1);
    await sink.resume();
    await app.sql(`UPDATE outbox SET attempts = 2, next_attempt_at = now() + interval '300 seconds'`);
    app.nest.get(OutboxWorker).wake();
    await post('other@example.org');
    await eventually(async () => sink.letters.length === 1);
    expect(sink.letters[0]!.recipients).toEqual(['other@example.org']);
    expect((await rows()).map(({ status }) => status).toSorted()).toEqual(['queued', 'sent']);

    await later();
    await allSent();
    expect(sink.letters).toHaveLength(2);
  });

  it('gives up a letter that somebody has redirected in the table', async () => {
    await sink.stop();
    await post('ada@example.org');
    await attempted(1);
    await sink.resume();
    await app.sql(`UPDATE outbox SET recipient = 'eve@example.org'`);
    await later();
    await eventually(async () => (await only()).status === 'dead');
    expect((await only()).last_error).toMatch(/cannot be opened/);
    expect(sink.letters).toEqual([]);
  });

  it('counts', async () => {
    refusal = (address) =>
      address.startsWith('bad') ? Object.assign(new Error('no'), { responseCode: 451 }) : undefined;
    await post('good@example.org');
    await post('bad@example.org');
    await eventually(async () => (await rows()).every(({ status, last_error }) => status === 'sent' || last_error));
    await app.sql(`UPDATE outbox SET created_at = now() - interval '90 seconds' WHERE status = 'queued'`);
    const text = await app.nest.get(MetricsRegistry).metrics();
    expect(text).toMatch(/^gatehouse_outbox_letters\{status="queued"\} 1$/m);
    expect(text).toMatch(/^gatehouse_outbox_letters\{status="sent"\} 1$/m);
    expect(text).toMatch(/^gatehouse_outbox_letters\{status="dead"\} 0$/m);
    expect(text).toMatch(/^gatehouse_letters_sent_total \d+$/m);
    expect(text).toMatch(/^gatehouse_letters_failed_total \d+$/m);
    expect(Number(/^gatehouse_outbox_oldest_queued_seconds (\S+)$/m.exec(text)![1])).toBeCloseTo(90, -1);
  });

  it('sweeps sent letters after a week and dead ones after a month, and never one that waits', async () => {
    const age = (status: string, days: number) =>
      app.sql(
        `INSERT INTO outbox (id, template, locale, recipient, status, created_at, next_attempt_at)
         VALUES (gen_random_uuid(), 'verify_email', 'en', $1, $2, now() - $3 * interval '1 day', now() + interval '1 day')`,
        [`${status}-${days}`, status, days],
      );
    for (const days of [6, 8, 29, 31]) for (const status of ['queued', 'sent', 'dead']) await age(status, days);
    await app.nest.get(OutboxSweeper).sweep();
    const left = await app.sql<{ recipient: string }>('SELECT recipient FROM outbox ORDER BY 1');
    expect(left.map(({ recipient }) => recipient)).toEqual(
      ['dead-29', 'dead-6', 'dead-8', 'queued-29', 'queued-31', 'queued-6', 'queued-8', 'sent-6'].toSorted(),
    );
  });
});
