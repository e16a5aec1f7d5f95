import type { Operation } from '../../support/openapi.js';
import { BROKEN_AUTHORIZATION, HOSTILE_BODIES, HOSTILE_TYPES, HOSTILE_VALUES } from './hostile-values.js';

export interface FuzzedRequest {
  readonly method: string;
  readonly target: string;
  /** Values have no line ends, and may be given twice. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string | Buffer | undefined;
}

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly example?: unknown;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
}

interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly schema?: Schema;
}

const FORM = 'application/x-www-form-urlencoded';

/** Makes requests for an operation out of what OpenAPI says of it, each of them wrong somewhere (or nowhere). */
export class RequestMaker {
  constructor(
    private readonly random: () => number,
    private readonly schemas: Readonly<Record<string, Schema>>,
    /** What is there, by the part of the path before it. */
    private readonly targetIn: (room: string) => string,
  ) {}

  make({ method, path, operation }: Operation, token: string | undefined): FuzzedRequest {
    const parameters = (operation.parameters ?? []) as Parameter[];
    const content = (operation.requestBody as { content: Record<string, { schema: Schema }> } | undefined)?.content;
    const body = content && this.bodyFor(content);
    return {
      method,
      target: this.pathOf(path) + this.queryOf(parameters.filter((each) => each.in === 'query')),
      headers: [
        ...this.authorization(token),
        ...this.headersOf(parameters.filter((each) => each.in === 'header')),
        ...(body?.type === undefined ? [] : [['Content-Type', body.type] as const]),
      ],
      body: body?.content,
    };
  }

  private chance(share: number): boolean {
    return this.random() < share;
  }

  private oneOf<T>(list: readonly T[]): T {
    return list[Math.floor(this.random() * list.length)]!;
  }

  private pathOf(path: string): string {
    return path.replace(/(\w+)\/\{\w+\}/g, (_, room: string) => {
      if (this.chance(0.7)) return `${room}/${this.targetIn(room)}`;
      if (this.chance(0.1)) return `${room}/%ff%zz`;
      return `${room}/${escaped(this.oneOf(HOSTILE_VALUES)).slice(0, 900) || '%20'}`;
    });
  }

  private queryOf(parameters: readonly Parameter[]): string {
    const pairs = parameters.flatMap(({ name, schema }) => {
      if (this.chance(0.5)) return [];
      const value = this.chance(0.4) ? this.exampleOf(schema ?? {}) : this.oneOf(HOSTILE_VALUES);
      const key = this.chance(0.1) ? `${name}[]` : name;
      return Array<string>(this.chance(0.1) ? 2 : 1).fill(`${key}=${escaped(value).slice(0, 3_000)}`);
    });
    if (this.chance(0.1)) pairs.push(this.oneOf(['__proto__=1', 'x', '&&', '%ff=%zz', 'unknown=1']));
    return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
  }

  private authorization(token: string | undefined): [string, string][] {
    if (token !== undefined) return [['Authorization', `Bearer ${token}`]];
    return this.chance(0.5) ? [['Authorization', this.oneOf(BROKEN_AUTHORIZATION)]] : [];
  }

  private headersOf(parameters: readonly Parameter[]): [string, string][] {
    const odd = parameters.flatMap(({ name }): [string, string][] =>
      name === 'authorization' || this.chance(0.6) ? [] : [[name, inHeader(this.oneOf(HOSTILE_VALUES))]],
    );
    if (this.chance(0.2))
      odd.push(['Cookie', inHeader(`gatehouse_refresh=${JSON.stringify(this.oneOf(HOSTILE_VALUES))};=;;a`)]);
    if (this.chance(0.2)) odd.push(['Accept-Language', inHeader(this.oneOf(HOSTILE_VALUES))]);
    if (this.chance(0.2)) odd.push(['User-Agent', inHeader(this.oneOf(HOSTILE_VALUES))]);
    if (this.chance(0.1)) odd.push(['Origin', this.oneOf(['null', 'https://evil.example', 'x', ''])]);
    return odd;
  }

  private bodyFor(content: Record<string, { schema: Schema }>): { type?: string; content: string | Buffer } {
    const type = this.oneOf(Object.keys(content));
    if (this.chance(0.2)) return { type, content: this.oneOf(HOSTILE_BODIES) };
    const members = this.mutated(this.exampleOf(content[type]!.schema) as Record<string, unknown>);
    const text = type === FORM ? formOf(members) : jsonOf(members);
    return { type: this.chance(0.1) ? this.oneOf(HOSTILE_TYPES) : type, content: text };
  }

  /** As pairs, because one name may stand there twice. */
  private mutated(example: Record<string, unknown>): [string, unknown][] {
    const members = Object.entries(example ?? {});
    for (let left = Math.floor(this.random() * 3); left > 0; left -= 1) this.mutate(members);
    return members;
  }

  private mutate(members: [string, unknown][]): void {
    const hostile = this.oneOf(HOSTILE_VALUES);
    const dice = this.random();
    if (members.length === 0 || dice < 0.15) {
      members.push([this.oneOf(['extra', '__proto__', '']), hostile]);
      return;
    }
    const at = Math.floor(this.random() * members.length);
    const [name, value] = members[at]!;
    if (dice < 0.3) members.splice(at, 1);
    else if (dice < 0.45) members.push([name, hostile]);
    else members[at] = [name, Array.isArray(value) ? [hostile] : hostile];
  }

  private exampleOf(schema: Schema): unknown {
    if (schema.$ref) return this.exampleOf(this.schemas[schema.$ref.split('/').at(-1)!] ?? {});
    if (schema.properties) {
      const members = Object.entries(schema.properties).filter(() => this.chance(0.9));
      return Object.fromEntries(members.map(([name, member]) => [name, this.exampleOf(member)]));
    }
    if (schema.example !== undefined) return schema.example;
    if (schema.enum) return this.oneOf(schema.enum);
    if (schema.default !== undefined) return schema.default;
    if (schema.type === 'array') return [this.exampleOf(schema.items ?? {})];
    if (schema.type === 'boolean') return this.chance(0.5);
    return ['integer', 'number'].includes(schema.type ?? '') ? 1 : 'text';
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** A lone surrogate as a client without scruples would write it. */
const escaped = (value: unknown): string =>
  textOf(value)
    .split('')
    .map((unit) => (unit >= '\ud800' && unit <= '\udfff' ? '%ED%A0%80' : encodeURIComponent(unit)))
    .join('');

const inHeader = (value: unknown): string =>
  textOf(value)
    .replace(/[\r\n\0]/g, '')
    .slice(0, 6_000);

const formOf = (members: readonly [string, unknown][]): string =>
  members.map(([name, value]) => `${escaped(name)}=${escaped(value)}`).join('&');

const jsonOf = (members: readonly [string, unknown][]): string =>
  `{${members.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`;
