import { readFile } from 'node:fs/promises';

/**
 * Three programs write docs/performance.md: `npm run bench` the page, `npm run bench:accounts` a block at its end, part by
 * part, and `npm run bench:tabs` one after it. Each leaves alone what the other has written.
 */
const ACCOUNTS = 'bench:accounts';
const TABS = 'bench:tabs';

/** A page of `npm run bench`, with the blocks that are in the file now. */
export async function keepingAccounts(page: string, path: string): Promise<string> {
  const before = await textOf(path);
  return withTabs(withAccounts(page, between(before, ACCOUNTS)), between(before, TABS));
}

/** The page with this block of `npm run bench:tabs`, which is the last. */
export function withTabs(page: string, block: string | undefined): string {
  return withBlock(page, TABS, block);
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
  const tabs = between(page, TABS);
  return withTabs(withBlock(withTabs(page, undefined), ACCOUNTS, block), tabs);
}

function withBlock(page: string, mark: string, block: string | undefined): string {
  const before = between(page, mark);
  const rest = before === undefined ? page : page.replace(enclosed(before, mark), () => '');
  return block === undefined ? rest : `${rest.trimEnd()}\n\n${enclosed(block, mark)}\n`;
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
