import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import ts from 'typescript';
import { ROOT } from './project-root.js';

/** What is made by tools, or belongs to whoever runs it. */
const NOT_OURS = new Set(['node_modules', 'dist', 'data', 'coverage', '.git']);

/** Every file below a folder of the project, as a path from its root. */
export function filesBelow(folder: string): string[] {
  const entries = readdirSync(join(ROOT, folder), { withFileTypes: true });
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (NOT_OURS.has(entry.name)) return []; // In a worktree `.git` is a file.
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() ? [path.split(sep).join('/')] : [];
  });
}

export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

export interface ConstructorInfo {
  readonly name: string;
  readonly parameters: number;
}

export interface MethodInfo {
  readonly name: string;
  /** Between the braces, without blank ones. */
  readonly lines: number;
}

/** A source file, as far as the rules of the house look into it. */
export class Source {
  readonly path: string;
  readonly text: string;
  /** Of `import`, `export … from`, `import type` and `import()`, as they are spelt. */
  readonly imports: string[] = [];
  readonly dynamicImports: string[] = [];
  readonly constructors: ConstructorInfo[] = [];
  /** Of classes that are decorated as controllers, without what is private. */
  readonly controllerMethods: MethodInfo[] = [];

  constructor(path: string) {
    this.path = relative('.', path).split(sep).join('/');
    this.text = textOf(path);
    this.visit(ts.createSourceFile(path, this.text, ts.ScriptTarget.Latest, true));
  }

  /** The folder directly below `src`; undefined for what stands in `src` itself. */
  get room(): string | undefined {
    const [, room, ...rest] = this.path.split('/');
    return rest.length > 0 ? room : undefined;
  }

  get lines(): number {
    return this.text.split('\n').length - 1;
  }

  private visit(node: ts.Node): void {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      if (node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier))
        this.imports.push(node.moduleSpecifier.text);
    }
    if (ts.isImportTypeNode(node)) this.imports.push(node.argument.getText().slice(1, -1));
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      this.dynamicImports.push(node.arguments[0]?.getText() ?? '');
    }
    if (ts.isClassLike(node)) this.visitClass(node);
    ts.forEachChild(node, (child) => this.visit(child));
  }

  private visitClass(node: ts.ClassLikeDeclaration): void {
    const name = node.name?.text ?? 'class';
    const decorators = ts.canHaveDecorators(node) ? (ts.getDecorators(node) ?? []) : [];
    const isController = decorators.some((decorator) => /^@Controller\b/.test(decorator.getText()));
    for (const member of node.members) {
      if (ts.isConstructorDeclaration(member)) this.constructors.push({ name, parameters: member.parameters.length });
      if (isController && ts.isMethodDeclaration(member) && member.body && !isPrivate(member)) {
        this.controllerMethods.push({ name: `${name}.${member.name.getText()}`, lines: linesOf(member.body) });
      }
    }
  }
}

function isPrivate(member: ts.MethodDeclaration): boolean {
  return member.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword) ?? false;
}

function linesOf(body: ts.Block): number {
  const inner = body.getText().slice(1, -1).split('\n');
  return inner.filter((line) => line.trim() !== '').length;
}
