import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A line to a TCP server that can be cut, held up and mended. */
export class Wire {
  private readonly sockets = new Set<Socket>();
  /** What a connection began with, which tells whose it is. */
  private readonly openings = new Map<Socket, { text: string; far: Socket }>();
  private server: Server | undefined;
  private port = 0;
  private held = false;

  static async to(host: string, port: number): Promise<Wire> {
    const wire = new Wire(host, port);
    await wire.mend();
    return wire;
  }

  private constructor(
    private readonly host: string,
    private readonly target: number,
  ) {}

  /** As if the server had gone: connections end, new ones are refused. */
  async cut(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    for (const socket of this.sockets) socket.resetAndDestroy();
    if (server) await new Promise((resolve) => server.close(resolve));
  }

  /** As if a router on the way had gone: nothing arrives any more, in either direction, and nothing says so. */
  hold(): void {
    this.held = true;
    for (const socket of this.sockets) socket.unpipe().pause();
  }

  /** Connections that began with something that holds `mark` are held up for ever; all others, and new ones, work. */
  swallow(mark: string): number {
    const marked = [...this.openings].filter(([, { text }]) => text.includes(mark));
    for (const [near, { far }] of marked) {
      near.unpipe().pause();
      far.unpipe().pause();
      this.openings.delete(near);
    }
    return marked.length;
  }

  /** A line that was cut, or held up, works again; what was connected before is gone. */
  async mend(): Promise<void> {
    await this.cut();
    this.held = false;
    this.server = createServer((near) => this.join(near)).listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  /** The address, with this line in the place of its host and port. */
  instead(url: string): string {
    const through = new URL(url);
    through.host = `127.0.0.1:${this.port}`;
    return through.href;
  }

  private join(near: Socket): void {
    this.keep(near);
    if (this.held) return;
    const far = connect(this.target, this.host);
    this.keep(far);
    near.once('data', (opening: Buffer) => this.openings.set(near, { text: opening.toString('latin1'), far }));
    near.once('close', () => this.openings.delete(near));
    near.pipe(far).pipe(near);
    near.once('close', () => far.destroy());
    far.once('close', () => near.destroy());
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => this.sockets.delete(socket));
  }
}
