import { readFile } from 'node:fs/promises';
import type { Profiler } from 'node:inspector';

/** Where the processor was, by whose code it was. Shares of all samples in which it was at work. */
export interface Shares {
  readonly owners: ReadonlyMap<string, number>;
  readonly functions: ReadonlyMap<string, number>;
}

const AT_REST = new Set(['(idle)', '(root)']);

/** Of what `Profiler.stop` has written. Time is that of the function itself, not of what it calls. */
export async function sharesOf(file: string): Promise<Shares> {
  const { nodes, samples = [] } = JSON.parse(await readFile(file, 'utf8')) as Profiler.Profile;
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const atWork = samples.map((id) => frames.get(id)!).filter(({ functionName }) => !AT_REST.has(functionName));
  return { owners: shares(atWork.map(ownerOf)), functions: shares(atWork.map(nameOf)) };
}

function shares(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1 / names.length);
  return new Map([...counts].toSorted(([, one], [, other]) => other - one));
}

type Frame = Profiler.Profile['nodes'][number]['callFrame'];

/** A package, a room of ours, a part of Node.js. */
function ownerOf({ functionName, url }: Frame): string {
  if (functionName === '(garbage collector)') return 'garbage collection';
  if (functionName === '(program)') return 'native code: sockets, TLS, the kernel';
  const installed = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1];
  if (installed) return `\`${installed}\``;
  const room = /\/dist\/src\/([^/]+)\//.exec(url)?.[1];
  if (room) return `Gatehouse: \`${room}\``;
  if (url.startsWith('node:')) return partOfNode(url);
  return 'built-ins of V8';
}

function partOfNode(url: string): string {
  if (url.includes('crypto')) return 'Node.js: crypto';
  if (/http|net|stream|tls|url|querystring/.test(url)) return 'Node.js: HTTP, sockets, streams';
  if (/timers|task_queues|async_hooks|async_local|process/.test(url)) return 'Node.js: ticks, timers, contexts';
  return 'Node.js: the rest';
}

function nameOf(frame: Frame): string {
  const { functionName, url, lineNumber } = frame;
  const file = /[^/]+$/.exec(url)?.[0];
  const name = functionName || '(anonymous)';
  return file ? `\`${name}\` ${ownerOf(frame)}, ${file}:${lineNumber + 1}` : `\`${name}\``;
}
