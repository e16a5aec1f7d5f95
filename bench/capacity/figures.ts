import { number } from '../support/page.ts';
import { Published } from './published.ts';

/** A figure, and which part of which page it is from. */
export interface Figure {
  readonly value: number;
  readonly from: string;
}

/** Of one kind of request: processor time of the service, in microseconds. */
export interface Cost {
  readonly what: string;
  readonly micros: Figure;
}

export interface Figures {
  readonly costs: readonly Cost[];
  /** Everything together, a second. */
  readonly mix: Figure;
  readonly signIn: number;
  readonly refresh: number;
  readonly offline: { readonly route: Figure; readonly fresh: Figure; readonly seen: Figure };
  /** Of one row, in bytes, with its indexes. */
  readonly bytes: Readonly<Record<'user' | 'session' | 'revocation' | 'event' | 'letter', Figure>>;
  /** Of one revocation that is live, in memory, in bytes. */
  readonly index: { readonly service: Figure; readonly verifier: Figure };
  readonly residentMiB: Figure;
  readonly connections: Figure;
  readonly toRun: readonly string[];
}

const PAGES = { performance: 'performance.md', reliability: 'reliability.md' } as const;
const GATEHOUSE = ['Gatehouse', '32'];
const MIB = 2 ** 20;

export function figuresOf(text: { readonly performance: string; readonly reliability: string }): Figures {
  const performance = new Published(text.performance);
  const reliability = new Published(text.reliability);
  const peer = (part: string, row = GATEHOUSE): Figure => ({
    value: performance.figure(`bench:peers/${part}`, row, 'processor µs'),
    from: `${PAGES.performance}, \`bench:peers -- ${part}\``,
  });
  const growth = (column: string, size = 1_000_000): Figure => ({
    value: performance.figure('bench:growth/growth', [number(size)], column),
    from: `${PAGES.performance}, \`bench:growth\``,
  });
  const verifier = (row: string): Figure => ({
    value: performance.figure('bench:services/verifier', [row], 'found'),
    from: `${PAGES.performance}, \`bench:services -- verifier\``,
  });
  const soak = (row: string, column: string): Figure => ({
    value: reliability.figure('bench:soak/soak', [row], column),
    from: `${PAGES.reliability}, \`bench:soak\``,
  });
  const costs: Cost[] = [
    { what: 'sign-in, all limits counted', micros: peer('login') },
    { what: 'registration', micros: peer('register') },
    { what: 'refresh', micros: peer('refresh') },
    { what: 'a token verified at the service, one row read (`GET /auth/me`)', micros: peer('me') },
    { what: 'introspection', micros: peer('introspect') },
    { what: '`client_credentials`', micros: peer('client-credentials') },
    { what: 'JWKS', micros: peer('jwks') },
    { what: 'a page of the user list', micros: peer('user-list') },
  ];
  const jose = verifier('ES256: jose.jwtVerify, per second');
  const times = (factor: Figure): Figure => ({ ...jose, value: jose.value * factor.value });
  const [many, few] = [growth('resident after it, MiB'), growth('resident after it, MiB', 100)];
  return {
    costs,
    mix: soak('the mix, the next request when the last is answered: requests a second', 'found'),
    signIn: costs[0]!.micros.value,
    refresh: costs[2]!.micros.value,
    offline: {
      route: peer('protected', ['Nest on Fastify, @gatehouse/nestjs', '32']),
      fresh: times(verifier('ES256: kit / jose')),
      seen: times(verifier('ES256: kit, a token that it has seen / jose')),
    },
    bytes: {
      user: growth('bytes on disk: user'),
      session: growth('session'),
      revocation: growth('revoked token'),
      event: soak('security_events', 'bytes for a further row'),
      letter: soak('outbox', 'bytes for a further row'),
    },
    index: {
      service: { ...many, value: ((many.value - few.value) * MIB) / 1_000_000 },
      verifier: verifier('index of revocations: bytes an entry at 1 000 000'),
    },
    residentMiB: soak('resident, MiB', 'most'),
    connections: soak('connections to PostgreSQL', 'most'),
    toRun: [...performance.toRun, ...reliability.toRun],
  };
}
