import type { TestApp } from '../support/app.js';
import { exampleOf } from './routes.js';

interface Schema {
  readonly type?: string;
  readonly example?: unknown;
  readonly $ref?: string;
  readonly required?: string[];
  readonly properties?: Record<string, Schema>;
}

/** A route that reads a JSON object, as OpenAPI describes it: what is added to the service is tried as well. */
export interface BodyRoute {
  readonly method: string;
  readonly path: string;
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, Schema>>;
  readonly example: Readonly<Record<string, unknown>>;
}

interface Operation {
  readonly requestBody?: { content: Record<string, { schema: Schema }> };
}

export async function bodyRoutesOf(app: TestApp): Promise<BodyRoute[]> {
  const { paths, components } = (await app.get('//openapi.json')).body as {
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: Record<string, Schema> };
  };
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, { requestBody }]) => {
      const found = requestBody?.content['application/json']?.schema;
      if (!found) return [];
      const schema = found.$ref ? components.schemas[found.$ref.split('/').at(-1)!]! : found;
      const { properties = {}, required = [] } = schema;
      return [
        {
          ...exampleOf(`${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
          required,
          properties,
          example: exampleBody(properties),
        },
      ];
    }),
  );
}

function exampleBody(properties: Record<string, Schema>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, { example }]) => (example === undefined ? [] : [[name, example]])),
  );
}
