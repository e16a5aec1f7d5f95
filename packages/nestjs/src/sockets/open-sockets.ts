import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { MissingToken, Refusal, type VerifiedToken, Verifier } from '@gatehouse/verifier';
import { GatehouseRefusal } from '../refusals/gatehouse-refusal.js';
import { closeSocket, isClosed, type Socket } from './socket.js';

const EVERY_MS = 1000;

/** Sockets outlive requests: each is looked at once a second, and closed when its token or its session has ended. */
@Injectable()
export class OpenSockets implements OnModuleDestroy {
  private readonly users = new Map<Socket, VerifiedToken>();
  private readonly handshakes = new WeakMap<Socket, Promise<VerifiedToken>>();
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(@Inject(Verifier) private readonly verifier: Verifier) {}

  /** Keeps what the handshake proves, so that a message that comes sooner can wait for it. */
  open(socket: Socket, handshake: Promise<VerifiedToken>): void {
    this.handshakes.set(socket, handshake);
    handshake.then(
      (user) => this.watch(socket, user),
      () => undefined,
    );
  }

  /** Whom a socket speaks for, still. Rejects with the Refusal. */
  async userOf(socket: Socket): Promise<VerifiedToken> {
    const handshake = this.handshakes.get(socket);
    if (handshake === undefined) throw new MissingToken();
    return handshake;
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
    this.users.clear();
  }

  private watch(socket: Socket, user: VerifiedToken): void {
    this.users.set(socket, user);
    this.timer ??= setInterval(() => this.lookAround(), EVERY_MS).unref();
  }

  private lookAround(): void {
    for (const [socket, user] of this.users) {
      const refusal = isClosed(socket) ? undefined : this.whyNot(user);
      if (refusal !== undefined) closeSocket(socket, new GatehouseRefusal(refusal));
      if (refusal !== undefined || isClosed(socket)) this.users.delete(socket);
    }
    if (this.users.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** A feed that is not heard closes no socket, lest all of them come back at once; messages are refused by the guard. */
  private whyNot(user: VerifiedToken): Refusal | undefined {
    try {
      this.verifier.recheck(user, { whenStale: 'accept' });
      return undefined;
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  }
}
