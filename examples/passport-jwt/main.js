import { makeApp } from './app.js';

const server = makeApp(process.env.GATEHOUSE_URL ?? 'http://localhost:3000').listen(
  Number(process.env.PORT ?? 4000),
  '127.0.0.1',
  () => console.log(`passport-jwt is ready at http://127.0.0.1:${server.address().port} (GET /me, GET /secrets)`),
);

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => server.close());
