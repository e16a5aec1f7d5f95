import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from './project-root.js';

/** A value, and the type that says which members it may have: its name, and the module that it comes from. */
export interface Typed {
  readonly value: unknown;
  readonly type: string;
  readonly module: string;
}

/** What the compiler says of values as if they were written down as literals: there it finds members that no type knows. */
export function complaintsOfCompiler(values: readonly Typed[]): string[] {
  const options: ts.CompilerOptions = {
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
  };
  const file = join(ROOT, 'test/values.ts');
  const text = values
    .map(({ value, type, module }, i) => `export const v${i}: import('${module}').${type} = ${JSON.stringify(value)};`)
    .join('\n');
  const host = ts.createCompilerHost(options);
  const [read, exists] = [host.getSourceFile.bind(host), host.fileExists.bind(host)];
  host.fileExists = (path) => path === file || exists(path);
  host.getSourceFile = (path, ...rest) =>
    path === file ? ts.createSourceFile(path, text, ts.ScriptTarget.ES2022) : read(path, ...rest);
  const program = ts.createProgram([file], options, host);
  return program
    .getSemanticDiagnostics(program.getSourceFile(file))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}
