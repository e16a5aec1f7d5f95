import type { ExecutionContext } from '@nestjs/common';
import { TestIssuer, uuidv7 } from '@gatehouse/verifier/testing';
import { Roles } from '../access/index.js';
import { OpenSockets } from '../sockets/index.js';
import { currentUser } from './current-user.js';
import { GatehouseGuard } from './gatehouse.guard.js';

class Resolver {}

/** As @nestjs/graphql makes it: root, arguments, context, info. */
function resolving(context: object | undefined, handler: object): ExecutionContext {
  return {
    getType: () => 'graphql',
    getArgs: () => [{}, {}, context, {}],
    getHandler: () => handler,
    getClass: () => Resolver,
  } as unknown as ExecutionContext;
}

describe('GatehouseGuard at a resolver', () => {
  const issuer = new TestIssuer();
  const { issuer: url, audience } = issuer;
  const verifier = issuer.verifier();
  const guard = new GatehouseGuard(verifier, new OpenSockets(verifier), { issuer: url, audience });
  const open = () => undefined;
  const forAdmins = () => undefined;
  Roles('admin')(forAdmins as never);

  afterAll(() => verifier.close());

  it.each<[string, (headers: object) => object]>([
    ['Apollo', (headers) => ({ req: { headers } })],
    ['Yoga', (headers) => ({ request: { headers } })],
    ['Mercurius', (headers) => ({ reply: { request: { headers } } })],
    ['a subscription of graphql-ws', (headers) => ({ connectionParams: headers })],
  ])('finds the token as %s has it', async (_name, makeContext) => {
    const subject = uuidv7();
    const context = resolving(makeContext(issuer.asUser({ subject })), open);
    expect(await guard.canActivate(context)).toBe(true);
    expect(currentUser(context)?.subject).toBe(subject);
  });

  it.each([undefined, {}, { req: {} }, { connectionParams: {} }, { req: { headers: {} } }])(
    'refuses where there is none: %j',
    async (context) => {
      await expect(guard.canActivate(resolving(context, open))).rejects.toMatchObject({
        extensions: { code: 'UNAUTHENTICATED', problem: { code: 'missing_token', status: 401 } },
      });
    },
  );

  it('asks for the role', async () => {
    const as = (roles: string[]) =>
      guard.canActivate(resolving({ req: { headers: issuer.asUser({ roles }) } }, forAdmins));
    await expect(as(['user'])).rejects.toMatchObject({ extensions: { code: 'FORBIDDEN' } });
    expect(await as(['admin'])).toBe(true);
  });
});
