import type { Results } from './report.ts';
import { percent } from './support/page.ts';
import { spreadOf } from './support/statistics.ts';

/** A processor that is busier than this is what limits. */
const SATURATED = 0.9;
const QUIET = 0.05;

/** Whether the machine was ours. Where it was not, no goal is met or missed. */
export function isQuiet({ foreign, quick }: Pick<Results, 'foreign' | 'quick'>): boolean {
  return !quick && !(foreign > QUIET);
}

/** What a reader must know to read the tables rightly. What depends on the run is taken from the run. */
export function caveats(results: Results): string[] {
  const { cost, starts } = results;
  return [
    'One Gatehouse process has one processor for itself; the load generator and PostgreSQL share the rest, over loopback and without TLS, with 32 users and as many sessions. So these are figures for one processor, good for comparing one version with the next on the same machine. Another machine has others, which is why the bare Fastify route and the bare hash stand beside them: compare ratios, not rates. A network, a reverse proxy, TLS, a larger database and a disk that is slow to flush all come on top.',
    `Signing in is limited by its password hash on purpose. The hash is argon2id with ${cost.memoryKib} KiB, ${cost.passes} passes and one lane, computed by the same engine (\`@node-rs/argon2\` where it is installed, else \`argon2\`) and with the same parameters on both sides, as many at once as the service takes by default. A ratio near one says that everything around the hash is cheap; it does not say that sign-ins are many. The ratio of processor times says the same and is less disturbed by others on the machine. Those who sign in are on a device that is known, as a returning browser is; on a new device, a row of its own, a letter to the owner is written, rendered and sent besides, and all of it is counted. What stands around the hash costs more here than its own work: a hash leaves nothing of it in the caches of the processor.`,
    'Latencies under load are those of a closed loop that always keeps all connections busy: by Little’s law they follow from the rate and are not what a single visitor waits. The `/health/live` figures beside the sign-ins are different: requests at fixed times, counted from when they were due, so a stall is not hidden by asking less often. The delay of the event loop is taken every 5 ms, with that pause taken off. Statements are counted by PostgreSQL over requests one after another; a fraction is what the service does beside them.',
    `Rate limits are off (\`RATE_LIMITS=off\`) but for the rows that say otherwise; there they are on and so high that none is reached. All other settings are the defaults, the log included, which goes to a file. The start is measured with all processors, on a database that was made before; memory is that of the Gatehouse process, ${starts.length > 1 ? 'which holds the embedded database as well, but not a PostgreSQL server' : 'without a PostgreSQL server'}.`,
    ...doubts(results),
  ];
}

function doubts({ routes, foreign, cores, statements }: Results): string[] {
  const said: string[] = [];
  const unsaturated = routes.filter(({ rounds }) => !(spreadOf(rounds.map((r) => r.serverBusy)).median >= SATURATED));
  if (unsaturated.length > 0) {
    const names = unsaturated.map(({ target, rounds }) => {
      const { serverBusy, othersBusy } = {
        serverBusy: rounds.map((r) => r.serverBusy),
        othersBusy: rounds.map((r) => r.othersBusy),
      };
      return `${target.name} (${percent(spreadOf(serverBusy).median)}, the others ${percent(spreadOf(othersBusy).median)})`;
    });
    said.push(
      `**Limited by something else than Gatehouse’s processor**, which was not fully busy there: ${names.join('; ')}. Either the load generator and PostgreSQL needed all of theirs, or the commits waited for the disk. Read the processor time of one request instead of the rate.`,
    );
  }
  const wide = routes.filter(({ rounds }) => {
    const { min, max, median } = spreadOf(rounds.map((round) => round.perSecond));
    return (max - min) / median > 0.2;
  });
  if (wide.length > 0) {
    said.push(`**Rounds apart by more than a fifth**: ${wide.map(({ target }) => target.name).join('; ')}.`);
  }
  if (foreign > QUIET) {
    said.push(`**The machine was not quiet**: others used ${percent(foreign)} of its processors.`);
  }
  if (!cores.pinned)
    said.push('**Nothing was pinned**: what is measured and what measures it were in each other’s way.');
  if (Object.values(statements.durability).some((value) => value !== 'on')) {
    said.push('**PostgreSQL was not durable** as it was set up: commits cost less than they should.');
  }
  return said;
}
