const TIMEOUT_MS = 1_000;

/** A padded range has a thousand lines of some forty characters. */
const LONGEST_BYTES = 1024 * 1024;

const LINE = /^([0-9A-F]{35}):(\d+)$/i;

/**
 * The breached passwords whose SHA-1 begins with `prefix`, as the rest of it in upper case (k-anonymity). The server
 * learns five of forty digits, which thousands of passwords share, and is asked to pad its answer, so that its length
 * tells nobody on the way which five they were. Throws where it does not answer in time or not as it should.
 */
export async function fetchRange(url: string, prefix: string): Promise<ReadonlySet<string>> {
  const answer = await fetch(`${url}/${prefix}`, {
    headers: { 'add-padding': 'true', 'user-agent': 'Gatehouse' },
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const text = await textOf(answer);
  if (answer.status !== 200) throw new Error(`status ${answer.status}`);
  return suffixesIn(text);
}

/** Padding is counted zero times and stands for nothing. */
function suffixesIn(text: string): ReadonlySet<string> {
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  const entries = lines.map((line) => LINE.exec(line.trim())).filter((match) => match !== null);
  if (entries.length < lines.length) throw new Error('the answer is no list of hashes');
  return new Set(entries.filter(([, , count]) => Number(count) > 0).map(([, suffix]) => suffix!.toUpperCase()));
}

async function textOf(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length;
    if (bytes > LONGEST_BYTES) throw new Error('the answer is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}
