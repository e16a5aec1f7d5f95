import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenAPIObject } from '@nestjs/swagger';
import { problemRegistry } from '#common/errors/index.js';
import { TestApp } from '../../support/app.js';
import { A_PROVIDER } from '../../support/social/application.js';
import {
  atPointer,
  type Operation,
  operationsOf,
  referencesIn,
  schemaFaults,
  withSortedKeys,
} from '../../support/openapi.js';
import { ROOT } from '../../support/project-root.js';

const SNAPSHOT = join(ROOT, 'test/openapi.snapshot.json');
const NO_SUCH_ID = '0199f3c4-6d1e-7b52-9c1a-3f5e8d2b7a40';

describe('the OpenAPI document', () => {
  let app: TestApp;
  let document: OpenAPIObject;
  let operations: Operation[];

  beforeAll(async () => {
    app = await TestApp.start(A_PROVIDER);
    document = (await app.get<OpenAPIObject>('//openapi.json')).body;
    operations = operationsOf(document);
  });
  afterAll(() => app.stop());

  /** A change of the contract shows as a change of that file. `UPDATE_OPENAPI=1 npx vitest run openapi` writes it. */
  it('is the one that was agreed on', () => {
    const { info, ...contract } = document;
    expect(info.version).toMatch(/^\d+\.\d+\.\d+/);
    const now = `${JSON.stringify(withSortedKeys(contract), undefined, 2)}\n`;
    if (process.env['UPDATE_OPENAPI']) writeFileSync(SNAPSHOT, now);
    expect(now).toBe(readFileSync(SNAPSHOT, 'utf8'));
  });

  it('names every operation once, and says what it does and where it belongs', () => {
    const described = new Set(document.tags?.filter(({ description }) => description).map(({ name }) => name));
    expect(operations.length).toBeGreaterThan(20);
    for (const { name, operation } of operations) {
      expect(operation.summary, name).toMatch(/^[A-Z].{5,}/);
      expect(operation.operationId, name).toMatch(/^[a-z][A-Za-z]+$/);
      expect(operation.tags, name).toHaveLength(1);
      expect(described, name).toContain(operation.tags![0]);
    }
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('gives everything that is sent or answered a type', () => {
    // RFC 7009 §2.2: 200, and the body is nothing.
    const empty = 'POST /api/v1/auth/revoke answers 200 something untyped';
    expect(operations.flatMap(schemaFaults)).toEqual([empty]);
    const members = Object.entries(document.components!.schemas!).flatMap(([name, schema]) =>
      'properties' in schema
        ? Object.entries(schema.properties ?? {}).map(([key, value]) => ({ name, key, value }))
        : [],
    );
    const untyped = members.filter(({ value }) => !('$ref' in value) && !value.type && !value.allOf);
    expect(untyped.map(({ name, key }) => `${name}.${key}`)).toEqual([]);
    expect(Object.keys(document.components!.schemas!)).not.toContain('Object');
  });

  it('demands no header', () => {
    const demanded = operations.flatMap(({ name, operation }) =>
      (operation.parameters ?? []).flatMap((parameter) =>
        'in' in parameter && parameter.in === 'header' && parameter.required ? [`${name} ${parameter.name}`] : [],
      ),
    );
    expect(demanded).toEqual([]);
  });

  it('offers cookie mode wherever a pair of tokens is handed out', () => {
    const doors = operations.filter(({ operation }) =>
      referencesIn(operation.responses).some((reference) => reference.endsWith('/TokenDto')),
    );
    expect(doors.length).toBeGreaterThanOrEqual(4);
    for (const { name, operation } of doors) {
      const headers = (operation.parameters ?? []).flatMap((each) => ('name' in each ? [each.name] : []));
      expect(headers, name).toContain('X-Token-Transport');
    }
  });

  it('says of every refusal which codes it may bear', () => {
    const codes = new Set((document.components!.schemas!['Problem'] as ProblemSchema).properties.code.enum);
    expect(codes).toEqual(new Set(problemRegistry.keys()));
    for (const { name, operation } of operations.filter(({ operation }) => !operation.tags?.includes('oauth'))) {
      for (const [status, response] of Object.entries(operation.responses).filter(
        ([status]) => Number(status) >= 400,
      )) {
        const problem = (response as { content?: Record<string, ProblemContent> }).content?.[
          'application/problem+json'
        ];
        const examples = Object.keys(problem?.examples ?? {});
        expect(examples.length, `${name} ${status}`).toBeGreaterThan(0);
        for (const code of examples) expect(problemRegistry.get(code)?.status, `${name} ${code}`).toBe(Number(status));
      }
    }
  });

  it('refers to nothing that is not there, and keeps nothing that is for us', () => {
    const references = referencesIn(document);
    expect(references.length).toBeGreaterThan(50);
    expect(references.filter((reference) => atPointer(document, reference) === undefined)).toEqual([]);
    expect(JSON.stringify(document)).not.toMatch(/"x-/);
  });

  it('locks exactly the operations that are locked', async () => {
    for (const { name, method, path, operation } of operations) {
      const answer = await app.call(method, `/${path.replaceAll(/\{\w+\}/g, NO_SUCH_ID)}`);
      const closed = answer.body?.code === 'missing_access_token';
      expect({ name, closed }).toEqual({ name, closed: operation.security !== undefined });
      if (closed) expect(Object.keys(operation.responses), name).toContain('401');
    }
  });

  it('knows every status that an unauthenticated or empty request is answered with', async () => {
    for (const { name, method, path, operation } of operations) {
      const { status } = await app.call(method, `/${path.replaceAll(/\{\w+\}/g, NO_SUCH_ID)}`);
      expect(Object.keys(operation.responses), name).toContain(String(status));
    }
  });
});

interface ProblemSchema {
  readonly properties: { readonly code: { readonly enum: string[] } };
}

interface ProblemContent {
  readonly examples?: Record<string, unknown>;
}
