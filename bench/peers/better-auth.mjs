import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { toNodeHandler } from 'better-auth/node';
import { admin } from 'better-auth/plugins';
import { hashPassword, listen, origin, pool, verifyPassword } from './host.mjs';

// As its guide for Node.js and PostgreSQL has it. What it counts and limits by default is off, as it is in Gatehouse
// while it is compared; its own hash (scrypt) is replaced, so that both sides hash alike.
const options = {
  baseURL: origin,
  secret: 'for benchmarks only, but long enough to pass',
  database: pool(),
  emailAndPassword: {
    enabled: true,
    autoSignIn: false,
    password: { hash: hashPassword, verify: ({ hash, password }) => verifyPassword(hash, password) },
  },
  session: { cookieCache: { enabled: process.env.COOKIE_CACHE === 'on', maxAge: 300 } },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  logger: { level: 'error' },
  plugins: [admin()],
};

const { runMigrations } = await getMigrations(options);
await runMigrations();
const answer = toNodeHandler(betterAuth(options));
listen((request, response) => (request.url === '/ready' ? response.end('ready') : answer(request, response)));
