import type { Tokens } from '../../support/app.js';
import { fc } from '../../support/properties.js';
import { anotherPassword, expectAgreement, type Model, type ModelSession, type Real } from './model.js';

type Step = fc.AsyncCommand<Model, Real>;

/** A command that looks at everything when it is done. */
function step(name: string, check: (model: Model) => boolean, act: (model: Model, real: Real) => Promise<void>): Step {
  return {
    check,
    run: async (model, real) => {
      await act(model, real);
      await expectAgreement(model, real);
    },
    toString: () => name,
  };
}

const anywhere = () => true;
const hasSessions = ({ sessions }: Model) => sessions.length > 0;

const login = (at: number) =>
  step(`login(${at})`, anywhere, async (model, { app }) => {
    const owner = model.person(at);
    const answer = await app.post<Tokens>('/auth/login', { username: owner.username, password: owner.password });
    expect(answer.status, answer.text).toBe(owner.active ? 200 : 403);
    if (owner.active) model.begin(owner, answer.body);
  });

/** `age` 0 is the current token, 1 the one before, which has its grace; what is older was stolen. */
const refresh = (at: number, age: number) =>
  step(
    `refresh(${at}, ${age})`,
    (model) => hasSessions(model) && model.session(at).refreshTokens.length > age,
    async (model, { app }) => {
      const session = model.session(at);
      const { refreshTokens, accessTokens } = session;
      const answer = await app.post<Tokens>('/auth/refresh', { refresh_token: refreshTokens.at(-1 - age) });
      if (!session.alive || age > 1) {
        expect(answer.status, answer.text).toBe(401);
        session.alive = false;
        return;
      }
      expect(answer.status, answer.text).toBe(200);
      if (age === 1) expect(answer.body.refresh_token).toBe(refreshTokens.at(-1));
      else refreshTokens.push(answer.body.refresh_token);
      accessTokens.push(answer.body.access_token);
    },
  );

/** As a session that lives, or does not: then nothing happens. */
const asSession = (
  name: string,
  at: number,
  act: (session: ModelSession, model: Model, real: Real) => Promise<number>,
) =>
  step(`${name}(${at})`, hasSessions, async (model, real) => {
    const session = model.session(at);
    const wasAlive = session.alive;
    const status = await act(session, model, real);
    expect(status < 300).toBe(wasAlive);
    if (!wasAlive) expect(status).toBe(401);
  });

const logout = (at: number) =>
  asSession('logout', at, async (session, _model, { app }) => {
    const { status } = await app.post('/auth/logout', undefined, session.accessTokens[0]);
    session.alive = false;
    return status;
  });

/** One of the same person, by another or by itself. */
const endSession = (at: number, which: number) =>
  asSession('endSession', at, async (session, model, { app }) => {
    const theirs = model.sessions.filter(({ owner, alive }) => owner === session.owner && alive);
    const target = theirs[which % Math.max(theirs.length, 1)] ?? session;
    const { status } = await app.delete(`/auth/sessions/${target.id}`, session.accessTokens.at(-1));
    if (session.alive) target.alive = false;
    return status;
  });

const endOthers = (at: number) =>
  asSession('endOthers', at, async (session, model, { app }) => {
    const { status } = await app.delete('/auth/sessions', session.accessTokens.at(-1));
    if (session.alive) model.end((each) => each.owner === session.owner && each !== session);
    return status;
  });

const changePassword = (at: number) =>
  asSession('changePassword', at, async (session, model, { app }) => {
    const { owner } = session;
    const body = { current_password: owner.password, new_password: anotherPassword() };
    const { status } = await app.post('/auth/password/change', body, session.accessTokens.at(-1));
    if (session.alive) {
      owner.password = body.new_password;
      model.end((each) => each.owner === owner && each !== session);
    }
    return status;
  });

const setActive = (at: number, active: boolean) =>
  step(`setActive(${at}, ${active})`, anywhere, async (model, { app, token }) => {
    const person = model.person(at);
    const answer = await app.patch(`/users/${person.id}`, { is_active: active }, token);
    expect(answer.status, answer.text).toBe(200);
    person.active = active;
    if (!active) model.end(({ owner }) => owner === person);
  });

const at = fc.nat(7);

/** Sign-ins and refreshes more often than what ends it all. */
export const commands = fc.commands(
  [
    at.map(login),
    at.map(login),
    fc.tuple(at, fc.constantFrom(0, 0, 0, 1, 1, 2, 3)).map(([n, age]) => refresh(n, age)),
    fc.tuple(at, fc.constantFrom(0, 0, 1, 2)).map(([n, age]) => refresh(n, age)),
    at.map(logout),
    fc.tuple(at, at).map(([n, which]) => endSession(n, which)),
    at.map(endOthers),
    at.map(changePassword),
    fc.tuple(at, fc.boolean()).map(([n, active]) => setActive(n, active)),
  ],
  { maxCommands: 25, size: 'max' },
);
