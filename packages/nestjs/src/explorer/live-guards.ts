import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { GatehouseGuard } from '../guard/gatehouse.guard.js';

/**
 * Which application's guard answers for a class. Nest runs global guards neither in gateways (before version 12) nor in
 * hybrid applications (without `inheritAppConfig`), and a guard that is bound to a class by a decorator knows no
 * container: this one is bound, and asks the guard of the application that is alive.
 */
export class LiveGuards implements CanActivate {
  private readonly guards = new Map<object, GatehouseGuard[]>();

  add(owner: object, guard: GatehouseGuard): void {
    this.guards.set(owner, [...this.of(owner), guard]);
  }

  remove(guard: GatehouseGuard): void {
    for (const [owner, guards] of this.guards) {
      const others = guards.filter((each) => each !== guard);
      if (others.length === 0) this.guards.delete(owner);
      else this.guards.set(owner, others);
    }
  }

  /** Where several applications of one process share a class (tests), the youngest. */
  find(owner: object): GatehouseGuard | undefined {
    return this.of(owner).at(-1);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    // Closed, should none be alive.
    return (await this.find(context.getClass())?.canActivate(context)) ?? false;
  }

  private of(owner: object): readonly GatehouseGuard[] {
    return this.guards.get(owner) ?? [];
  }
}

export const liveGuards = new LiveGuards();
