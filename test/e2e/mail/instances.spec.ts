import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '#app.setup.js';
import { Config } from '#config/index.js';
import { MailMetrics } from '#mail/delivery/mail-metrics.js';
import { OutboxWorker } from '#mail/delivery/outbox-worker.js';
import { Outbox } from '#mail/index.js';
import { ADMIN, TestApp } from '../../support/app.js';
import { serverDatabase, type Storage } from '../../support/storage.js';
import { eventually } from '../../support/service.js';
import { MailSink } from '../../support/smtp.js';
import { letterTo } from './letters.js';

const LETTERS = 500;

const countOf = (items: readonly string[]) => {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
};

describe.skipIf(process.env['TEST_DATABASE'] !== 'postgres')('two instances on one PostgreSQL', () => {
  let sink: MailSink;
  let storage: Storage;
  const apps: NestFastifyApplication[] = [];

  beforeAll(async () => {
    sink = await MailSink.start();
    storage = await serverDatabase();
    for (let count = 0; count < 2; count++) {
      const env = {
        NODE_ENV: 'test',
        ADMIN_PASSWORD: ADMIN.password,
        PUBLIC_URL: 'http://gatehouse.test',
        LOG_LEVEL: 'silent',
        ...storage.env,
      };
      const app = await createApp(Config.from({ ...env, ...sink.env }));
      await app.init();
      apps.push(app);
    }
  });
  afterAll(async () => {
    for (const app of apps) await app.close();
    await storage.remove();
    await sink.stop();
  });

  it('send each of their letters exactly once', async () => {
    const addresses = Array.from({ length: LETTERS }, (_, number) => `each-${number}@example.org`);
    await Promise.all(
      apps.map(async (app, mine) => {
        const outbox = app.get(Outbox);
        for (const [number, address] of addresses.entries()) {
          if (number % 2 === mine) await outbox.post(letterTo(address));
        }
      }),
    );
    for (const app of apps) app.get(OutboxWorker).wake();
    await eventually(async () => sink.letters.length >= LETTERS);
    for (const app of apps) await app.get(OutboxWorker).onModuleDestroy();

    const counts = countOf(sink.letters.map(({ recipients }) => recipients[0]!));
    expect([...counts.keys()].toSorted()).toEqual(addresses.toSorted());
    expect(new Set(counts.values())).toEqual(new Set([1]));
    for (const app of apps) {
      const { values } = await app.get(MailMetrics).sent.get();
      expect(values[0]!.value).toBeGreaterThan(0);
    }
  });
});

describe('an instance that is asked to end', () => {
  it('finishes the letters that it is sending, and puts the others back', async () => {
    const held: (() => void)[] = [];
    const sink = await MailSink.start({ onRcptTo: (_address, _session, callback) => void held.push(() => callback()) });
    const app = await TestApp.start(sink.env);
    try {
      for (let number = 0; number < 12; number++)
        await app.nest.get(Outbox).post(letterTo(`slow-${number}@example.org`));
      await eventually(async () => held.length === 5);
      const ending = app.nest.get(OutboxWorker).onModuleDestroy();
      for (const goOn of held) goOn();
      await ending;

      expect(sink.letters).toHaveLength(5);
      const rows = await app.sql(
        'SELECT status, attempts, count(*)::integer AS count FROM outbox GROUP BY 1, 2 ORDER BY 1',
      );
      expect(rows).toEqual([
        { status: 'queued', attempts: 0, count: 7 },
        { status: 'sent', attempts: 1, count: 5 },
      ]);
    } finally {
      await app.stop();
      await sink.stop();
    }
  });
});
