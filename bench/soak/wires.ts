import { type Answer, Connection } from '../load/connection.ts';

/** The service keeps an idle connection for longer: it never closes one that we are about to use. */
const IDLE_MS = 30_000;

/** As many connections as there are requests under way; those that nobody needs any more are closed. */
export class Wires {
  private readonly origin: string;
  private readonly free: { readonly connection: Connection; readonly since: number }[] = [];

  constructor(origin: string) {
    this.origin = origin;
  }

  async send(request: string): Promise<Answer> {
    const connection = this.free.pop()?.connection ?? (await Connection.open(this.origin));
    const answer = await connection.send(request);
    this.free.push({ connection, since: performance.now() });
    this.closeIdle();
    return answer;
  }

  close(): void {
    for (const { connection } of this.free.splice(0)) connection.close();
  }

  private closeIdle(): void {
    // The one that was used last is taken first, so the oldest stand in front.
    while (this.free[0]! && performance.now() - this.free[0].since > IDLE_MS) this.free.shift()!.connection.close();
  }
}
