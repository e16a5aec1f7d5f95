import { Pool } from 'pg';
import { answerParent } from '../support/child.ts';
import { loop, type LoopResult, type LoopTimes } from './loop.ts';

/** What a request cannot be quicker than that needs one statement: the statement, prepared, with nothing around it. */
export interface StatementSlot extends LoopTimes {
  readonly url: string;
  readonly statement: 'read' | 'rotate';
  /** Of rows in the service's own tables: users to read, sessions to rotate. */
  readonly ids: readonly string[];
}

const READ = { name: 'read', text: 'SELECT * FROM users WHERE id = $1' };

/** The heart of a rotation: whoever comes second finds another counter. */
const ROTATE = {
  name: 'rotate',
  text: `UPDATE sessions SET counter = counter + 1, rotated_at = now(), last_used_at = now()
          WHERE id = $1 AND counter = $2 AND ended_at IS NULL AND expires_at > now()
      RETURNING user_id, counter`,
};

let pool: Pool | undefined;

answerParent(async ({ url, statement, ids, ...times }: StatementSlot): Promise<LoopResult> => {
  pool ??= new Pool({ connectionString: url });
  const work = statement === 'read' ? reading(pool, ids) : await rotating(pool, ids);
  return loop(times, async (worker) => {
    if ((await work(worker % ids.length)) !== 1) throw new Error('The row is not as it was left');
  });
});

type Work = (row: number) => Promise<number | null>;

function reading(database: Pool, ids: readonly string[]): Work {
  return async (row) => (await database.query({ ...READ, values: [ids[row]] })).rowCount;
}

async function rotating(database: Pool, ids: readonly string[]): Promise<Work> {
  const { rows } = await database.query<{ id: string; counter: number }>(
    'SELECT id, counter FROM sessions WHERE id = ANY ($1)',
    [ids],
  );
  const counters = new Map(rows.map(({ id, counter }) => [id, counter]));
  return async (row) => {
    const id = ids[row]!;
    const counter = counters.get(id)!;
    counters.set(id, counter + 1);
    return (await database.query({ ...ROTATE, values: [id, counter] })).rowCount;
  };
}
