import { createHash } from 'node:crypto';

/** A program that Redis runs as one step, in Lua. */
export interface Script {
  readonly text: string;
  /** By which Redis knows it again (EVALSHA), and which is no secret of anybody. */
  readonly sha1: string;
}

export function script(text: string): Script {
  return { text, sha1: createHash('sha1').update(text).digest('hex') };
}
