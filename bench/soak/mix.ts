/** What people and services do with this service, and how many of a thousand requests each is. */
export const MIX = {
  'GET /auth/me': 380,
  introspection: 200,
  refresh: 200,
  JWKS: 50,
  'sign-in': 62,
  'sign-out': 62,
  'user list': 20,
  'wrong password': 8,
  'audit log': 10,
  registration: 4,
  'change of password': 4,
} as const;

export type Kind = keyof typeof MIX;
/** A registration is confirmed when its letter is there, which nobody times. */
export type Deed = Kind | 'confirmation';

export const KINDS = Object.keys(MIX) as Kind[];
export const DEEDS: readonly Deed[] = [...KINDS, 'confirmation'];
/** One after the other, as evenly spread as their shares allow: no minute has more of a kind than another. */
export function* inTurn(): Generator<Kind> {
  const all = Object.values(MIX).reduce((sum, share) => sum + share, 0);
  const credit = new Map(KINDS.map((kind) => [kind, 0]));
  for (;;) {
    for (const kind of KINDS) credit.set(kind, credit.get(kind)! + MIX[kind]);
    const next = KINDS.reduce((most, kind) => (credit.get(kind)! > credit.get(most)! ? kind : most));
    credit.set(next, credit.get(next)! - all);
    yield next;
  }
}
