import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import express from 'express';
import jwt from 'jsonwebtoken';
import passport from 'passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { DataSource, EntitySchema } from 'typeorm';
import { databaseUrl, hashPassword, listen, verifyPassword } from './host.mjs';

// The sign-in that most tutorials end with: Express, Passport, a shared secret, TypeORM. Where they differ, it is what
// is quicker: HS256, the user is read without relations, and a refresh token is replaced in its row by one statement.

const ACCESS = { secret: 'access secret of the tutorial, long enough', expiresIn: '15m' };
const REFRESH = { secret: 'refresh secret of the tutorial, long enough', expiresIn: '7d' };

const User = new EntitySchema({
  name: 'User',
  tableName: 'users',
  columns: {
    id: { type: 'uuid', primary: true },
    username: { type: 'text', unique: true },
    email: { type: 'text', unique: true },
    password: { type: 'text' },
    role: { type: 'text', default: 'user' },
    createdAt: { type: 'timestamptz', createDate: true },
  },
});
const RefreshToken = new EntitySchema({
  name: 'RefreshToken',
  tableName: 'refresh_tokens',
  columns: {
    id: { type: 'uuid', primary: true },
    token: { type: 'text', unique: true },
    userId: { type: 'uuid' },
    expiresAt: { type: 'timestamptz' },
  },
});

const source = new DataSource({
  type: 'postgres',
  url: databaseUrl,
  entities: [User, RefreshToken],
  synchronize: true,
});
await source.initialize();
const users = source.getRepository(User);
const refreshTokens = source.getRepository(RefreshToken);

passport.use(
  new Strategy(
    { jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(), secretOrKey: ACCESS.secret },
    (payload, found) => {
      users.findOneBy({ id: payload.sub }).then((user) => found(null, user ?? false), found);
    },
  ),
);
const signedIn = passport.authenticate('jwt', { session: false });
const adminOnly = (request, response, next) =>
  request.user.role === 'admin' ? next() : response.status(403).json({ message: 'Forbidden' });

const app = express();
app.disable('x-powered-by');
app.use(express.json());
app.get('/ready', (_, response) => response.send('ready'));
app.get('/protected', signedIn, (_, response) => response.json({ status: 'ok' }));
app.get('/auth/me', signedIn, ({ user }, response) => response.json(shown(user)));

app.post('/auth/register', async ({ body: { username, email, password } }, response) => {
  const user = users.create({ id: randomUUID(), username, email, password: await hashPassword(password) });
  await users.insert(user);
  response.status(201).json(shown(user));
});

app.post('/auth/login', async ({ body: { username, password } }, response) => {
  const user = await users.findOneBy({ username });
  if (!user || !(await verifyPassword(user.password, password)))
    return response.status(401).json({ message: 'Wrong username or password' });
  const tokens = issue(user);
  await refreshTokens.insert({ id: randomUUID(), token: tokens.refresh_token, userId: user.id, expiresAt: inAWeek() });
  response.json(tokens);
});

app.post('/auth/refresh', async ({ body: { refresh_token: token } }, response) => {
  const refused = () => response.status(401).json({ message: 'Invalid refresh token' });
  let payload;
  try {
    payload = jwt.verify(token, REFRESH.secret);
  } catch {
    return refused();
  }
  const stored = await refreshTokens.findOneBy({ token });
  const user = stored && (await users.findOneBy({ id: payload.sub }));
  if (!user) return refused();
  const tokens = issue(user);
  await refreshTokens.update({ id: stored.id }, { token: tokens.refresh_token, expiresAt: inAWeek() });
  response.json(tokens);
});

app.get('/users', signedIn, adminOnly, async ({ query }, response) => {
  const [found, total] = await users.findAndCount({
    order: { createdAt: 'ASC' },
    take: Number(query.limit ?? 20),
    skip: Number(query.offset ?? 0),
  });
  response.json({ total, users: found.map(shown) });
});

function issue({ id, role }) {
  const sign = ({ secret, expiresIn }) => jwt.sign({ sub: id, role, jti: randomUUID() }, secret, { expiresIn });
  return { access_token: sign(ACCESS), refresh_token: sign(REFRESH) };
}

function shown({ id, username, email, role, createdAt }) {
  return { id, username, email, role, createdAt };
}

function inAWeek() {
  return new Date(Date.now() + 7 * 24 * 60 * 60 * 1000);
}

listen(app);
