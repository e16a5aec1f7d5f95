import { setTimeout as sleep } from 'node:timers/promises';
import { postgresProgramsAreHere } from '../support/postgres.js';
import { PLAN } from './support/plan.js';
import { survive } from './support/survive.js';

const OURS = `FROM pg_stat_activity WHERE application_name LIKE 'gatehouse%'`;
/** As the stage sets it. */
const MOST_CONNECTIONS = 40;
const TABLES = ['users', 'sessions', 'token_blacklist', 'outbox', 'rate_limits', 'security_events'] as const;

const faults: Parameters<typeof survive>[0][] = [
  {
    name: 'PostgreSQL, kill -9 of its first process',
    forgetfulInstances: 1,
    async strike({ postgres }) {
      await postgres.end!('SIGKILL');
      await postgres.recover!();
    },
  },
  {
    name: 'PostgreSQL, immediate stop',
    forgetfulInstances: 1,
    async strike({ postgres }, dice) {
      await postgres.end!('SIGQUIT');
      await sleep(dice.between(...PLAN.strikeMs));
      await postgres.recover!();
    },
  },
  {
    name: 'PostgreSQL, restart',
    forgetfulInstances: 1,
    async strike({ postgres }) {
      await postgres.end!('SIGINT');
      await postgres.recover!();
    },
  },
  {
    name: 'connections terminated, all of them again and again',
    forgetfulInstances: 10,
    async strike(stage, dice) {
      await stage.administer(async (sql) => {
        const end = Date.now() + dice.between(...PLAN.strikeMs);
        while (Date.now() < end) {
          await sql.query(`SELECT pg_terminate_backend(pid) ${OURS}`);
          await sleep(dice.between(20, 400));
        }
      });
    },
  },
  {
    name: 'statements that run into their time limit: a table is locked',
    forgetfulInstances: 1,
    async strike(stage, dice) {
      await stage.administer(async (sql) => {
        await sql.query('BEGIN');
        await sql.query(`LOCK TABLE ${dice.pick(TABLES)} IN ACCESS EXCLUSIVE MODE`);
        await sleep(2 * dice.between(...PLAN.strikeMs));
        await sql.query('ROLLBACK');
      });
    },
  },
  {
    name: 'a pool of two connections, both of which wait for a row',
    stage: { env: { DATABASE_POOL_SIZE: '2' } },
    forgetfulInstances: 1,
    async strike(stage, dice) {
      await stage.administer(async (sql) => {
        await sql.query('BEGIN');
        await sql.query('SELECT 1 FROM users FOR UPDATE');
        await sql.query('SELECT 1 FROM sessions FOR UPDATE');
        await sleep(2 * dice.between(...PLAN.strikeMs));
        await sql.query('ROLLBACK');
      });
    },
  },
  {
    name: 'too many connections at the server',
    forgetfulInstances: 1,
    async strike(stage, dice) {
      const guests = new Set<Promise<unknown>>();
      const leave = new AbortController();
      const stay = () => sleep(60_000, undefined, { signal: leave.signal });
      await stage.administer(async (sql) => {
        const end = Date.now() + dice.between(...PLAN.strikeMs);
        // Whatever becomes free is taken.
        while (Date.now() < end) {
          await sql.query(`SELECT pg_terminate_backend(pid) ${OURS}`);
          while (guests.size < MOST_CONNECTIONS) {
            const guest = stage.administer(stay).catch(() => {});
            guests.add(guest);
            void guest.then(() => guests.delete(guest));
          }
          await sleep(100);
        }
      });
      leave.abort();
      await Promise.all(guests);
    },
  },
];

describe.runIf(postgresProgramsAreHere())('under load, the service survives', () => {
  it.each(faults.map((fault) => [fault.name, fault] as const))('%s', (_name, fault) => survive(fault));
});
