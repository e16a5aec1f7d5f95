import { numberIn, Published } from '../capacity/published.ts';
import { known, number } from '../support/page.ts';

/** The part of README.md that tells of speed and of survival: three lines of each, all read back from the two pages. */
export function linesOf(text: { readonly performance: string; readonly reliability: string }): string {
  return [
    'Written by `npm run bench:readme` from [docs/performance.md](docs/performance.md) and [docs/reliability.md](docs/reliability.md), where the machine, the spread and every miss stand; one processor for the service, 32 connections, PostgreSQL with fsync, the same hash parameters for all, each by the engine that it has.',
    'How fast:',
    speed(new Published(text.performance)).join('\n'),
    'And what it survives:',
    survival(new Published(text.reliability)).join('\n'),
  ].join('\n\n');
}

function speed(page: Published): string[] {
  const times = (part: string, other: string, ours = 'Gatehouse') =>
    known(page.figure(`bench:peers/${part}`, [`${ours} / ${other}`], 'found'), 2);
  const KIT = 'Nest on Fastify, @gatehouse/nestjs';
  const { met, all } = page.goals('bench:peers');
  return [
    `- Beside better-auth: \`GET /auth/me\` ${times('me', 'better-auth')} times its rate, sign-in ${times('login', 'better-auth')} with every defence on, registration ${times('register', 'better-auth')}. Beside the tutorial that everyone copies: ${times('me', 'tutorial')}, ${times('login', 'tutorial')}, ${times('register', 'tutorial')}, and ${times('refresh', 'tutorial')} for a refresh. Beside oidc-provider: introspection ${times('introspect', 'oidc-provider')}, \`client_credentials\` ${times('client-credentials', 'oidc-provider')}, the key set ${times('jwks', 'oidc-provider')}.`,
    `- Sign-in is ${times('login', 'bare argon2, no HTTP')} of what bare argon2 computes. A route behind \`@gatehouse/nestjs\` is ${times('protected', 'Nest on Fastify, nothing guarded', KIT)} of the same route with no guard, and ${times('protected', 'Nest on Fastify, passport-jwt, ES256', KIT)} times passport-jwt.`,
    `- ${met} of the ${all} goals that we set ourselves there are met; profiles show what stands in the way of the others.`,
  ];
}

function survival(page: Published): string[] {
  const sum = (mark: string | undefined, column: string) =>
    page.column(mark, column).reduce((all, cell) => all + (numberIn(cell) || 0), 0);
  const most = (column: string) => {
    const found = page.column(undefined, column).map(numberIn).filter(Number.isFinite);
    return found.length > 0 ? Math.max(...found) : Number.NaN;
  };
  const faults = page.column(undefined, 'longest outage').length;
  const soak = (row: string) => page.figure('bench:soak/soak', [row], 'found');
  const { met, all } = page.goals('bench:soak');
  return [
    `- ${faults} faults under load, from kill -9 of the service and of PostgreSQL to a full disk, a clock that jumps and two versions on one database: ${number(sum(undefined, 'promises checked'))} promises checked, ${number(sum(undefined, 'broken'))} broken; the longest outage, the fault included, was ${known(most('longest outage'), 1)} s, and nothing that still ran needed a restart.`,
    `- An access token that was ended at one instance was good at the other for ${known(most('taken at another instance'), 1)} s at the most, while its listeners died silently.`,
    all === 0
      ? '- The long run under mixed traffic has not been measured.'
      : `- Mixed traffic at half of capacity, for half an hour or longer: ${number(sum('bench:soak/soak', 'times'))} requests, ${known(soak('answers that were not the right ones'), 0)} wrong answers; ${met} of ${all} checks that nothing grows are met.`,
  ];
}
