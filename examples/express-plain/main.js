import { createVerifier } from '@gatehouse/verifier';
import { makeApp } from './app.js';

const verifier = createVerifier({ issuer: process.env.GATEHOUSE_URL ?? 'http://localhost:3000', audience: 'orders' });
const server = makeApp(verifier).listen(Number(process.env.PORT ?? 4000), '127.0.0.1', () => {
  console.log(`express-plain is ready at http://127.0.0.1:${server.address().port}`);
});
await verifier.warmUp();

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    verifier.close();
    server.close();
  });
}
