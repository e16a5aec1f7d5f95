import type { OpenAPIObject } from '@nestjs/swagger';
import { describe, expect, it } from 'vitest';
import {
  InvalidInput,
  MalformedRequest,
  PayloadTooLarge,
  type ProblemSpec,
  UnsupportedMediaType,
} from '#common/errors/index.js';
import type { Operation } from './operations.js';
import { addResponses, describeProblems, problemsOf } from './problem-responses.js';

const TAKEN = { code: 'taken', status: 409, title: 'Taken' };
const WRONG = { code: 'wrong', status: 401, title: 'Wrong' };
const DEAD = { code: 'dead', status: 401, title: 'Dead' };
const BUSY = { code: 'service_unavailable', status: 503, title: 'Busy' };
const INPUT = [InvalidInput, MalformedRequest, PayloadTooLarge, UnsupportedMediaType].map(({ spec }) => spec);

const registryOf = (...specs: ProblemSpec[]) => new Map(specs.map((spec) => [spec.code, spec]));
const operation = (more: object = {}) => ({ responses: { 200: { description: 'Fine' } }, ...more }) as Operation;
const body = { requestBody: { content: {} } };
const query = { parameters: [{ name: 'limit', in: 'query' }] };
const path = { parameters: [{ name: 'id', in: 'path' }] };
const header = { parameters: [{ name: 'if-none-match', in: 'header' }] };

const documentOf = (one: Operation) =>
  ({
    openapi: '3.0.3',
    paths: { '/x': { post: one } },
    components: { schemas: { Kept: {} } },
  }) as unknown as OpenAPIObject;

describe('problemsOf', () => {
  const registry = registryOf(TAKEN, ...INPUT);
  const codes = (one: Operation, known = registry) => problemsOf(one, ['taken'], known).map(({ code }) => code);

  it('adds nothing to an operation without input', () => {
    expect(codes(operation())).toEqual(['taken']);
    expect(codes(operation(header))).toEqual(['taken']);
  });

  it('adds invalid input to one with a query or an id in its path', () => {
    expect(codes(operation(query))).toEqual(['taken', 'invalid_input']);
    expect(codes(operation(path))).toEqual(['taken', 'invalid_input']);
  });

  it('adds the ways in which a body can be wrong to one with a body', () => {
    expect(codes(operation(body))).toEqual([
      'taken',
      'invalid_input',
      'malformed_request',
      'payload_too_large',
      'unsupported_media_type',
    ]);
  });

  it('adds what may happen anywhere only when some room has announced it', () => {
    expect(codes(operation(), registryOf(TAKEN, BUSY))).toEqual(['taken', 'service_unavailable']);
  });

  it('does not overlook a code that nobody knows', () => {
    expect(() => problemsOf(operation(), ['unheard_of'], registry)).toThrow('unheard_of');
  });
});

describe('addResponses', () => {
  it('says all problems of one status in one response, each with an example', () => {
    const one = operation();
    addResponses(one, [WRONG, TAKEN, DEAD]);
    expect(Object.keys(one.responses)).toEqual(['200', '401', '409']);
    expect(one.responses[401]).toEqual({
      description: '`wrong`: Wrong  \n`dead`: Dead',
      headers: { 'WWW-Authenticate': { $ref: '#/components/headers/WWW-Authenticate' } },
      content: {
        'application/problem+json': {
          schema: { $ref: '#/components/schemas/Problem' },
          examples: {
            wrong: { $ref: '#/components/examples/wrong' },
            dead: { $ref: '#/components/examples/dead' },
          },
        },
      },
    });
    expect(one.responses[409]).not.toHaveProperty('headers');
  });

  it('says when to come back', () => {
    const one = operation();
    addResponses(one, [BUSY]);
    expect(one.responses[503]).toHaveProperty('headers.Retry-After');
  });

  it('keeps what the handler says itself', () => {
    const json = { 'application/json': {} };
    const one = operation({ responses: { 409: { description: 'Own words', content: json } } });
    addResponses(one, [TAKEN]);
    expect(one.responses[409]).toMatchObject({ description: 'Own words', content: json });
    expect(one.responses[409]).toHaveProperty(['content', 'application/problem+json']);
  });
});

describe('describeProblems', () => {
  it('turns the extension into responses and removes it', () => {
    const one = operation({ 'x-problems': ['taken'] });
    describeProblems(documentOf(one), registryOf(TAKEN));
    expect(Object.keys(one.responses)).toEqual(['200', '409']);
    expect(one).not.toHaveProperty('x-problems');
  });

  it('adds to an operation whose errors have the form of RFC 6749 only what is refused before it is reached', () => {
    const one = operation({ ...body, 'x-problems': ['taken'], 'x-oauth-errors': true });
    describeProblems(documentOf(one), registryOf(TAKEN, ...INPUT));
    expect(Object.keys(one.responses)).toEqual(['200', '400', '413', '415']);
    expect(one).not.toHaveProperty('x-oauth-errors');
  });

  it('adds the schema with every code, and an example of each problem', () => {
    const document = documentOf(operation());
    describeProblems(document, registryOf(TAKEN, BUSY, InvalidInput.spec));
    const { schemas, examples } = document.components!;
    expect(Object.keys(schemas!)).toEqual(['Kept', 'Problem', 'InputFault']);
    expect(schemas).toHaveProperty('Problem.properties.code.enum', ['invalid_input', 'service_unavailable', 'taken']);
    expect(examples).toHaveProperty('taken.value', {
      type: 'urn:problem:gatehouse:taken',
      title: 'Taken',
      status: 409,
      detail: undefined,
      instance: expect.any(String) as string,
      code: 'taken',
    });
    expect(examples).toHaveProperty('invalid_input.value.errors.0.pointer', '/email');
  });
});
