import type { Client } from 'pg';
import { SECRET_KEY } from '../phases/stage.ts';

export const PUBLIC_URL = 'http://gatehouse.test';

/** Puts letters into the outbox in one transaction, sealed as the service seals them. Returns their ids. */
export async function postLetters(sql: Client, count: number): Promise<string[]> {
  // Only here, where the service is known to be built.
  const { LetterSeal } = await import('#mail/outbox/letter-seal.js');
  const { SecretKey } = await import('#database/index.js');
  const { uuidv7 } = await import('#common/crypto/uuid.js');
  const seal = new LetterSeal(new SecretKey(SECRET_KEY));
  const letters = Array.from({ length: count }, (_, index) => {
    const envelope = {
      id: uuidv7(),
      template: 'password_changed',
      locale: 'en',
      recipient: `each-${index}@example.org`,
    } as const;
    const letter = {
      template: envelope.template,
      locale: envelope.locale,
      to: { address: envelope.recipient },
      data: { link: `${PUBLIC_URL}/not-me#token=${index}` },
    };
    return { ...envelope, data: seal.seal(envelope, letter) };
  });
  await sql.query(
    `INSERT INTO outbox (id, template, locale, recipient, data)
     SELECT id, 'password_changed', 'en', recipient, data FROM unnest($1::uuid[], $2::text[], $3::bytea[]) AS l (id, recipient, data)`,
    [letters.map(({ id }) => id), letters.map(({ recipient }) => recipient), letters.map(({ data }) => data)],
  );
  return letters.map(({ id }) => id);
}

export interface Arrivals {
  readonly missing: number;
  readonly twice: number;
  /** More than twice, or a letter that nobody has posted. */
  readonly odd: number;
}

/** How often each of the letters has arrived, by the Message-ID that it keeps through all attempts. */
export function arrivalsOf(ids: readonly string[], received: readonly { headers: Record<string, string> }[]): Arrivals {
  const counts = new Map(ids.map((id) => [id, 0]));
  let foreign = 0;
  for (const { headers } of received) {
    const id = /^<([^@]+)@/.exec(headers['message-id'] ?? '')?.[1] ?? '';
    if (counts.has(id)) counts.set(id, counts.get(id)! + 1);
    else foreign += 1;
  }
  const times = (matches: (count: number) => boolean) => [...counts.values()].filter(matches).length;
  return { missing: times((n) => n === 0), twice: times((n) => n === 2), odd: foreign + times((n) => n > 2) };
}

/** Until no letter waits or is on its way, and at least so many were sent: workers may still have some to write. */
export async function untilSent(sql: Client, withinMs: number, atLeast = 0): Promise<void> {
  for (const deadline = Date.now() + withinMs; ;) {
    const { rows } = await sql.query<{ left: number; sent: number }>(
      `SELECT count(*) FILTER (WHERE status = 'queued')::integer AS left,
              count(*) FILTER (WHERE status = 'sent')::integer AS sent FROM outbox`,
    );
    const { left, sent } = rows[0]!;
    if (left === 0 && sent >= atLeast) return;
    if (Date.now() > deadline) throw new Error(`${sent} letters were sent, and ${left} are still waiting`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
