import type { Client } from 'pg';
import { newDatabase } from '../phases/stage.ts';
import { connectTo } from '../support/database.ts';
import { call } from '../support/http.ts';
import { number, spread } from '../support/page.ts';
import { Service } from '../support/service.ts';
import { spreadOf } from '../support/statistics.ts';
import { CASES, CURSOR_OF, INSERT_USERS, type ListCase } from './user-list.cases.ts';
import type { Finding, Ground, Outcome, Part } from '../parts/part.ts';

const GOAL = 2;
const LIMIT = 20;
/** Rounds of one case, unless they take longer than this. */
const ROUNDS = 15;
const CASE_MS = 12_000;

export const userList: Part = { name: 'user-list', title: 'The list of users, page by page', run };

interface List {
  readonly sql: Client;
  readonly users: number;
  readonly timed: boolean;
  get(query: string): ReturnType<typeof call>;
}

async function run({ cores, postgres, quick }: Ground): Promise<Outcome> {
  const { env } = await newDatabase(postgres);
  const service = await Service.start({ cores, env: { ...env, RATE_LIMITS: 'off' }, on: 'all' });
  const sql = await connectTo(env.DATABASE_URL);
  const users = quick ? 102_000 : 1_020_000;
  await sql.query(INSERT_USERS, [users]);
  await sql.query('VACUUM (ANALYZE) users, user_roles'); // as autovacuum does a minute later
  const { body } = await call(`${service.origin}/api/v1/auth/login`, {
    json: { username: 'admin', password: 'violet anchor under glass' },
  });
  const headers = { authorization: `Bearer ${body.access_token}` };
  const get = (query: string) => call(`${service.origin}/api/v1/users?limit=${LIMIT}${query}`, { headers });
  const list = { sql, users, get, timed: await countsStatements(sql) };

  const findings: Finding[] = [];
  for (const each of CASES) findings.push(...(await measure(list, each)));
  await service.stop();
  return { findings, notes: [notesOn(list)] };
}

async function measure(list: List, { name, query, sort, where, matches }: ListCase): Promise<Finding[]> {
  const pages = Math.min(50_000, Math.floor(matches(list.users) / LIMIT));
  const cursorOf = async (page: number) => {
    const { rows } = await list.sql.query<{ last: string }>(CURSOR_OF(sort, where), [(page - 1) * LIMIT - 1]);
    return Buffer.from(JSON.stringify([sort, rows[0]!.last])).toString('base64url');
  };
  const far = `${query}&cursor=${await cursorOf(pages)}`;
  const first = await list.get(query);
  // Nobody turns fifty thousand pages here, so the cursor is made as the list makes it.
  const second = /cursor=([\w-]+)/.exec(first.headers.get('link') ?? '')?.[1];
  const same = second === (await cursorOf(2));
  const full = (await list.get(far)).body.length === LIMIT;
  if (!same || !full) throw new Error(`${name}: the cursor is not one of this list`);

  if (list.timed) await list.sql.query('SELECT pg_stat_statements_reset()');
  const rounds: { first: number; far: number }[] = [];
  for (const end = Date.now() + CASE_MS; rounds.length < ROUNDS && (rounds.length < 3 || Date.now() < end);) {
    const near = (await list.get(query)).ms;
    rounds.push({ first: near, far: (await list.get(far)).ms });
  }
  const factor = spreadOf(rounds.map((round) => round.far / round.first));
  const statements = list.timed ? await statementTimes(list.sql) : undefined;
  const [near, deep] = [spreadOf(rounds.map((r) => r.first)), spreadOf(rounds.map((r) => r.far))];
  return [
    {
      what: `${name}: page ${number(pages)} / page 1, whole request`,
      found: `${spread(factor, 2)}; ${number(deep.median, 1)} ms and ${number(near.median, 1)} ms`,
      goal: `≤ ${GOAL}`,
      met: factor.median <= GOAL,
    },
    ...(statements ? [statementFinding(name, statements)] : []),
  ];
}

interface StatementTimes {
  readonly first: number;
  readonly far: number;
  readonly count: number;
}

function statementFinding(name: string, { first, far, count }: StatementTimes): Finding {
  const page = `${number(far / first, 2)}; ${number(far, 2)} ms and ${number(first, 2)} ms; counting all: ${number(count, 1)} ms`;
  return {
    what: `${name}: the statement for the page alone`,
    found: page,
    goal: `≤ ${GOAL}`,
    met: far / first <= GOAL,
  };
}

/** The quickest of all rounds, as PostgreSQL itself has measured them: a mean of so few is that of whoever else was busy. */
async function statementTimes(sql: Client): Promise<StatementTimes> {
  const { rows } = await sql.query<{ query: string; quickest: number }>(
    `SELECT query, min_exec_time AS quickest FROM pg_stat_statements s JOIN pg_database d ON d.oid = s.dbid
      WHERE d.datname = current_database()`,
  );
  const timeOf = (matches: (query: string) => boolean) =>
    rows.find(({ query }) => matches(query))?.quickest ?? Number.NaN;
  const isPage = (query: string) => query.includes('sort_value');
  const isFar = (query: string) => /[<>] \$\d+::/.test(query);
  return {
    first: timeOf((query) => isPage(query) && !isFar(query)),
    far: timeOf((query) => isPage(query) && isFar(query)),
    count: timeOf((query) => query.includes('AS total')),
  };
}

async function countsStatements(sql: Client): Promise<boolean> {
  return sql
    .query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements')
    .then(() => sql.query('SELECT FROM pg_stat_statements LIMIT 1'))
    .then(
      () => true,
      () => false,
    );
}

function notesOn({ users, timed }: List): string {
  return `${number(users)} users, so that page 50 000 is there with a filter as well; pages of ${LIMIT}; page 1 and the last in turn, up to ${ROUNDS} rounds. One in a hundred is not active, one in a thousand a moderator; names and addresses lie in no order. The whole request counts all that match, on every page (\`X-Total-Count\`)${timed ? ': the statement for the page alone is timed by PostgreSQL itself, without that, the quickest of all rounds' : ''}.`;
}
