import { fileURLToPath } from 'node:url';
import type { BareOrigin } from '../bare/fastify.ts';
import type { LoopTimes } from '../bare/loop.ts';
import type { Slot, SlotResult } from '../load/slot.ts';
import type { Ground } from '../parts/part.ts';
import { startGenerator } from '../phases/stage.ts';
import { Child } from '../support/child.ts';
import { onCores } from '../support/machine.ts';
import type { Peer } from './peer.ts';
import { type HttpSide, inLoop, overHttp, type Side } from './side.ts';

type Taken = { readonly service: { readonly stop: () => Promise<void> } } | { readonly peer: Peer };

interface BareServer extends Omit<HttpSide, 'server'> {
  /** That it does what it is here for. */
  readonly proof?: (origin: string) => Promise<void>;
}

/** Whatever becomes of it, all who take part are ended: the next part has the machine for itself. */
export async function withLineup<T>(ground: Ground, work: (lineup: Lineup) => Promise<T>): Promise<T> {
  const lineup = new Lineup(ground);
  try {
    return await work(lineup);
  } finally {
    await lineup.end();
  }
}

/** Who takes part in one comparison: servers and loops that are ended together. */
export class Lineup {
  readonly ground: Ground;
  private readonly generator = startGenerator();
  private readonly ends: (() => Promise<void>)[] = [];

  constructor(ground: Ground) {
    this.ground = ground;
    this.ends.push(this.generator.stop);
  }

  /** Ends it with the others. */
  with<T extends Taken>(taken: T): T {
    const server = 'service' in taken ? taken.service : taken.peer;
    this.ends.push(() => server.stop());
    return taken;
  }

  /** A server that is there already. */
  over(side: HttpSide): Side {
    return overHttp(this.ground, this.generator, side);
  }

  /** A server of bench/bare with one route. */
  async bareServer(program: string, order: object, { proof, ...side }: BareServer): Promise<Side> {
    const child = this.start(program);
    const { origin } = await child.ask<BareOrigin>(order);
    await proof?.(origin);
    return this.over({ ...side, server: { origin, pid: child.pid } });
  }

  /** One stretch of load beside the comparison. */
  load(slot: Omit<Slot, 'otherCores'>): Promise<SlotResult> {
    return this.generator.ask<SlotResult>({ ...slot, otherCores: this.ground.cores.others } satisfies Slot);
  }

  /** A loop of bench/bare. */
  bareLoop<Order extends LoopTimes>(name: string, program: string, order: Omit<Order, keyof LoopTimes>): Side {
    return inLoop<Order>(name, this.start(program), order);
  }

  async end(): Promise<void> {
    await Promise.all(this.ends.map((stop) => stop()));
  }

  start(program: string): Child {
    const path = fileURLToPath(new URL(`../bare/${program}.ts`, import.meta.url));
    return new Child(onCores(this.ground.cores, 'service', [process.execPath, path]));
  }
}
