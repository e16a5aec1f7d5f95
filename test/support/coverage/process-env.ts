/** Where programs that the tests start leave their coverage. Set while coverage is measured, for all workers. */
export const PROCESS_COVERAGE = 'PROCESS_COVERAGE';

/** What a program needs of its surroundings. Nothing else of ours reaches it: it reads its environment. */
const INHERITED = ['PATH', 'HOME', 'TMPDIR', 'LANG'];

/** The environment to start one of our programs with. */
export function processEnv(env: Record<string, string> = {}): Record<string, string> {
  const inherited = INHERITED.flatMap((name) => [[name, process.env[name]]]).filter(([, value]) => value);
  const coverage = process.env[PROCESS_COVERAGE];
  return { ...Object.fromEntries(inherited), ...(coverage ? { NODE_V8_COVERAGE: coverage } : {}), ...env };
}
