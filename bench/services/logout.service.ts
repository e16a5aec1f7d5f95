import { setTimeout as sleep } from 'node:timers/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bearerToken, createVerifier, type Refusal } from '@gatehouse/verifier';
import { answerParent } from '../support/child.ts';

// A service that verifies offline, in a process of its own. Asked at /until-refused, it answers the moment that it
// refuses the token, and not before.

export interface ServiceOrder {
  readonly issuer: string;
  readonly jwksUri: string;
  readonly revocationsUri: string;
}

export interface Refused {
  readonly reason: string;
  /** By the clock that all processes of a machine share, in milliseconds. */
  readonly at: number;
}

const LOOK_MS = 2;

answerParent(async (order: ServiceOrder): Promise<{ origin: string }> => {
  const verifier = createVerifier({ ...order, audience: 'gatehouse' });
  await verifier.warmUp();
  const untilRefused = async (token: string): Promise<Refused> => {
    for (;;) {
      const refusal = await verifier.verify(token).then(
        () => undefined,
        (error: Refusal) => error,
      );
      if (refusal) return { reason: refusal.reason, at: Number(process.hrtime.bigint()) / 1e6 };
      await sleep(LOOK_MS);
    }
  };
  const once = (token: string) =>
    verifier.verify(token).then(
      () => ({ status: 200 }),
      () => ({ status: 401 }),
    );
  const server = createServer((request, response) => {
    const token = bearerToken(request.headers.authorization);
    const answer: Promise<object> = request.url === '/until-refused' ? untilRefused(token) : once(token);
    void answer.then((said) => response.end(JSON.stringify(said)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
});
