import { readFileSync } from 'node:fs';
import type { OpenAPIObject } from '@nestjs/swagger';
import { TestApp, uniqueName } from '../support/app.js';
import type { Answer, Json } from '../support/http.js';
import { type Operation, operationsOf } from '../support/openapi.js';
import { randomFrom } from '../support/random.js';
import { A_PROVIDER } from '../support/social/application.js';
import { faultsIn } from './fuzz/judgement.js';
import { type FuzzedRequest, RequestMaker } from './fuzz/request.js';
import { sendRaw } from './raw-http.js';

/** The same each time, so that a run says something about the change; another one looks elsewhere. */
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_260_101);
/** For each operation and each kind of caller. */
const ROUNDS = Number(process.env['FUZZ_ROUNDS'] ?? 4);
const SLOW_MS = 2_000;
const NOBODY = '019aa0f2-6f5e-7c31-9d3b-0a3c1f5e8b21';

const document = JSON.parse(readFileSync('test/openapi.snapshot.json', 'utf8')) as OpenAPIObject;

type Caller = 'nobody' | 'member' | 'administrator';

describe(`Every operation, asked amiss (FUZZ_SEED=${SEED})`, () => {
  let app: TestApp;
  let maker: RequestMaker;
  /** Somebody and something that nobody misses, by the part of the path before it. */
  let targets: Record<string, string>;
  const tokens = new Map<Caller, string>();
  const served = new Set<string>();

  beforeAll(async () => {
    app = await TestApp.start(A_PROVIDER);
    await renewTargets();
    await renew('member');
    await renew('administrator');
    const schemas = document.components!.schemas as ConstructorParameters<typeof RequestMaker>[1];
    maker = new RequestMaker(randomFrom(SEED), schemas, (room) => targets[room] ?? NOBODY);
  });
  afterAll(() => app.stop());

  /** Of the role, the name that the document has for an example. */
  async function renewTargets(): Promise<void> {
    const { access_token } = await app.admin();
    const client = await app.post<{ id: string }>(
      '/clients',
      { name: uniqueName(), audiences: ['orders'] },
      access_token,
    );
    expect(client.status, client.text).toBe(201);
    targets = { users: (await app.register()).id, clients: client.body.id, roles: 'support', social: 'example' };
  }

  /** Who was made to end their own session, or themselves, is followed by somebody else. */
  async function renew(caller: Caller): Promise<void> {
    const person = await app.register();
    if (caller === 'administrator') {
      const { access_token } = await app.admin();
      const raised = await app.patch(`/users/${person.id}`, { roles: ['user', 'admin'] }, access_token);
      expect(raised.status, raised.text).toBe(200);
    }
    tokens.set(caller, (await app.signIn(person)).access_token);
  }

  async function send({ method, target, headers, body }: FuzzedRequest): Promise<[Answer<Json>, ms: number]> {
    const length = body === undefined ? [] : [['Content-Length', String(Buffer.byteLength(body))] as const];
    const fields = [['Host', 'gatehouse.test'], ['Connection', 'close'], ...headers, ...length];
    const head = `${method} ${target} HTTP/1.1\r\n${fields.map((field) => field.join(': ')).join('\r\n')}\r\n\r\n`;
    const begin = performance.now();
    const answer = await sendRaw(app.origin, Buffer.concat([Buffer.from(head), Buffer.from(body ?? '')]));
    return [answer, performance.now() - begin];
  }

  async function findingsOf(operation: Operation, caller: Caller): Promise<string[]> {
    const request = maker.make(operation, tokens.get(caller));
    let [answer, ms] = await send(request);
    // A machine that was busy is not again.
    if (ms > SLOW_MS) [, ms] = await send(request);
    const faults = [...faultsIn(operation, answer), ...(ms > SLOW_MS ? [`${Math.round(ms)} ms`] : [])];
    if (answer.status < 400) served.add(operation.name);
    if (operation.method === 'DELETE' && answer.status === 204) await renewTargets();
    if (caller !== 'nobody' && answer.status === 401) await renew(caller);
    const shown = `${request.target.slice(0, 300)} ${JSON.stringify(request.headers.slice(caller === 'nobody' ? 0 : 1)).slice(0, 300)} ${String(request.body ?? '').slice(0, 400)}`;
    return faults.map(
      (fault) => `${operation.name}, ${caller}: ${fault}\n  ${shown}\n  ${answer.status} ${answer.text.slice(0, 300)}`,
    );
  }

  it.each<[Caller, least: number]>([
    ['nobody', 8],
    ['member', 15],
    ['administrator', 25],
  ])('by %s is answered as it says, and soon', async (caller, least) => {
    const findings: string[] = [];
    served.clear();
    for (const operation of operationsOf(document)) {
      for (let round = 0; round < ROUNDS; round += 1) findings.push(...(await findingsOf(operation, caller)));
    }
    expect(findings.join('\n')).toBe('');
    expect(served.size, 'operations that got past the first look').toBeGreaterThanOrEqual(least);
  });
});
