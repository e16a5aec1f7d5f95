import { readFile } from 'node:fs/promises';

/**
 * Several programs write docs/performance.md: `npm run bench` the page, the others a block each at its end, part by
 * part. Each leaves alone what the others have written. In the order of the page. So it is with docs/reliability.md,
 * which is the page of `npm run test:faults`.
 */
const BLOCKS = [
  'bench:peers',
  'bench:profile',
  'bench:growth',
  'bench:accounts',
  'bench:services',
  'bench:tabs',
  'bench:soak',
] as const;
export type Block = (typeof BLOCKS)[number];

/** A page of `npm run bench`, with the blocks that are in the file now. */
export async function keepingBlocks(page: string, path: string): Promise<string> {
  return withBlocks(page, blocksOf(await textOf(path)));
}

/** The page with this block in the place of the one of the same name. */
function withBlock(page: string, block: Block, text: string): string {
  return withBlocks(page, { ...blocksOf(page), [block]: text });
}

/** The page with these parts of a block in the place of those of the same name; others stay, in the order of `names`. */
export function withParts(
  page: string,
  block: Block,
  head: string,
  names: readonly string[],
  parts: ReadonlyMap<string, string>,
): string {
  const before = between(page, block) ?? '';
  const all = names.flatMap((name) => {
    const mark = `${block}/${name}`;
    const text = parts.get(name) ?? between(before, mark);
    return text === undefined ? [] : [enclosed(text, mark)];
  });
  return withBlock(page, block, [head, ...all].join('\n\n'));
}

/** A page that people write, with what is computed in it where its marks are. */
export function withText(page: string, mark: string, text: string): string {
  const before = between(page, mark);
  if (before === undefined) throw new Error(`The page has no ${open(mark)} … ${close(mark)}`);
  const [from, to] = [page.indexOf(open(mark)), page.indexOf(close(mark)) + close(mark).length];
  return page.slice(0, from) + enclosed(text, mark) + page.slice(to);
}

export async function textOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
}

type Blocks = Partial<Record<Block, string>>;

function blocksOf(page: string): Blocks {
  return Object.fromEntries(BLOCKS.map((block) => [block, between(page, block)]));
}

function withBlocks(page: string, blocks: Blocks): string {
  const rest = BLOCKS.reduce((text, block) => {
    const before = between(text, block);
    return before === undefined ? text : text.replace(enclosed(before, block), () => '');
  }, page);
  const all = BLOCKS.flatMap((block) => (blocks[block] === undefined ? [] : [enclosed(blocks[block], block)]));
  return [rest.trimEnd(), ...all].join('\n\n') + '\n';
}

function enclosed(text: string, mark: string): string {
  return `${open(mark)}\n\n${text}\n\n${close(mark)}`;
}

export function between(page: string, mark: string): string | undefined {
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
