import { readFile } from 'node:fs/promises';

/**
 * Two programs write docs/performance.md: `npm run bench` the page, `npm run bench:accounts` a block at its end, part by
 * part. Each leaves alone what the other has written.
 */
const ACCOUNTS = 'bench:accounts';

/** A page of `npm run bench`, with the block that is in the file now. */
export async function keepingAccounts(page: string, path: string): Promise<string> {
  return withAccounts(page, between(await textOf(path), ACCOUNTS));
}

/** The page with these parts of the block in the place of those of the same name; others stay, in the order of `names`. */
export function withParts(page: string, head: string, names: readonly string[], parts: ReadonlyMap<string, string>) {
  const before = between(page, ACCOUNTS) ?? '';
  const all = names.flatMap((name) => {
    const text = parts.get(name) ?? between(before, markOf(name));
    return text === undefined ? [] : [enclosed(text, markOf(name))];
  });
  return withAccounts(page, [head, ...all].join('\n\n'));
}

export async function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
}

function withAccounts(page: string, block: string | undefined): string {
  const before = between(page, ACCOUNTS);
  const rest = before === undefined ? page : page.replace(enclosed(before, ACCOUNTS), () => '');
  return block === undefined ? rest : `${rest.trimEnd()}\n\n${enclosed(block, ACCOUNTS)}\n`;
}

function markOf(part: string): string {
  return `${ACCOUNTS}/${part}`;
}

function enclosed(text: string, mark: string): string {
  return `${open(mark)}\n\n${text}\n\n${close(mark)}`;
}

function between(page: string, mark: string): string | undefined {
  const from = page.indexOf(open(mark));
  const to = page.indexOf(close(mark));
  return from < 0 || to < from ? undefined : page.slice(from + open(mark).length, to).trim();
}

function open(mark: string): string {
  return `<!-- ${mark} -->`;
}

function close(mark: string): string {
  return `<!-- end of ${mark} -->`;
}
