import { once } from 'node:events';
import { connect } from 'node:net';
import { TestApp } from '../../support/app.js';

describe('a service that is asked to end', () => {
  it('does not wait for connections on which nothing was asked', async () => {
    const app = await TestApp.start();
    const socket = connect(Number(new URL(app.origin).port), '127.0.0.1');
    await once(socket, 'connect');
    await app.get('//health/live');
    const begin = performance.now();
    await app.stop();
    expect(performance.now() - begin).toBeLessThan(10_000);
    socket.destroy();
  });
});
