import { CurrentUser, Public, Roles, WhenRevocationsAreStale } from '@gatehouse/nestjs';
import { Args, Field, Int, Mutation, ObjectType, Query, ResolveField, Resolver, Subscription } from '@nestjs/graphql';
import { WebSocket } from 'ws';

/** What happens, told to whoever listens at that moment. */
export class Channel {
  private readonly listeners = new Set<(text: string) => void>();

  get size(): number {
    return this.listeners.size;
  }

  tell(text: string): void {
    for (const listener of this.listeners) listener(text);
  }

  /** As the iterators of graphql-subscriptions: one that waits can be told to end. */
  listen(): AsyncIterableIterator<{ happened: string }> {
    const { listeners } = this;
    const done = { done: true, value: undefined } as const;
    let wake: ((result: IteratorResult<{ happened: string }>) => void) | undefined;
    const listener = (text: string) => wake?.({ done: false, value: { happened: text } });
    listeners.add(listener);
    return {
      [Symbol.asyncIterator]() {
        return this;
      },
      next: () => new Promise((resolve) => (wake = resolve)),
      return: async () => {
        listeners.delete(listener);
        wake?.(done);
        return done;
      },
    };
  }
}

export const channel = new Channel();

@Resolver()
export class PostsResolver {
  @Query(() => String)
  @Public()
  anything() {
    return 'anything';
  }

  @Query(() => String)
  me(@CurrentUser('subject') subject: string) {
    return subject;
  }

  @Mutation(() => Boolean)
  @Roles('admin')
  remove(@Args('id', { type: () => String }) _id: string) {
    return true;
  }

  @Subscription(() => String)
  happened() {
    return channel.listen();
  }

  @Subscription(() => String, { name: 'forAdmins', resolve: ({ happened }: { happened: string }) => happened })
  @Roles('admin')
  @WhenRevocationsAreStale('accept')
  forAdmins() {
    return channel.listen();
  }

  @Subscription(() => String, { name: 'forAll', resolve: ({ happened }: { happened: string }) => happened })
  @Public()
  forAll() {
    return channel.listen();
  }
}

@ObjectType()
class Book {
  @Field(() => String)
  readonly title = 'Emma';
}

@Resolver(() => Book)
export class BooksResolver {
  @Query(() => Book)
  book() {
    return new Book();
  }

  @ResolveField('price', () => Int, { nullable: true })
  @Roles('admin')
  price() {
    return 7;
  }
}

/** A client of graphql-transport-ws, which is what today's browsers' libraries speak. */
export class SubscriptionClient {
  readonly heard: { id: string; type: string; payload?: unknown }[] = [];
  private readonly socket: WebSocket;
  private readonly ready: Promise<void>;

  constructor(url: string, { headers = {}, params = {} }: { headers?: Record<string, string>; params?: object }) {
    this.socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws', { headers });
    this.ready = new Promise((resolve) => {
      this.socket.on('message', (data: Buffer) => {
        const message = JSON.parse(data.toString()) as SubscriptionClient['heard'][number];
        if (message.type === 'connection_ack') resolve();
        else this.heard.push(message);
      });
    });
    this.socket.on('open', () => this.send({ type: 'connection_init', payload: params }));
  }

  async subscribe(id: string, field: string): Promise<void> {
    await this.ready;
    this.send({ id, type: 'subscribe', payload: { query: `subscription { ${field} }` } });
  }

  /** What was heard of one subscription. */
  of(id: string): object[] {
    return this.heard.filter((message) => message.id === id);
  }

  close(): void {
    this.socket.terminate();
  }

  private send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }
}
