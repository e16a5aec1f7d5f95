import type { Output } from './output.js';

export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  /** What stands for the value in the help. */
  readonly value?: string;
  readonly short?: string;
  readonly multiple?: boolean;
  readonly meaning: string;
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

type ValueOf<O extends OptionSpec> = O['type'] extends 'boolean'
  ? boolean
  : O['multiple'] extends true
    ? string[]
    : string;

export interface Invocation<O extends OptionSpecs = OptionSpecs> {
  /** As many as the command has `arguments`. */
  readonly args: readonly string[];
  readonly options: { readonly [K in keyof O]?: ValueOf<O[K]> };
  readonly output: Output;
}

export interface Command<O extends OptionSpecs = OptionSpecs> {
  /** The arguments that must be there, by the names that they have in the help. */
  readonly arguments: readonly string[];
  readonly options: O;
  /** What the help says besides. */
  readonly description: string;
  /** The exit code; nothing for 0. Throws UsageError, CommandFailed, DomainError. */
  run(invocation: Invocation<O>): Promise<number | void>;
}

/** Gives `run` the types of its own options. */
export function defineCommand<const O extends OptionSpecs>(command: Command<O>): Command {
  return command;
}

/** Options that every command has. */
export const COMMON_OPTIONS = {
  json: { type: 'boolean', meaning: 'Write JSON, for scripts' },
  help: { type: 'boolean', short: 'h', meaning: 'Show this help' },
} as const satisfies OptionSpecs;
