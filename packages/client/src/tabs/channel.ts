import type { User } from '../api/routes.js';
import type { Channel, Environment } from '../environment.js';
import type { TokenInTransit } from '../session/access-token.js';
import type { AuthReason } from '../session/auth-state.js';

/** What tabs tell each other. */
export type News =
  | { readonly type: 'ask' }
  | { readonly type: 'token'; readonly token: TokenInTransit; readonly user: User | undefined }
  | { readonly type: 'in'; readonly token?: TokenInTransit; readonly user?: User | undefined }
  | { readonly type: 'user'; readonly user: User }
  | { readonly type: 'out'; readonly reason: AuthReason; readonly session?: string | undefined };

export interface Tabs {
  /** Whether tokens can be had from other tabs. */
  readonly carriesTokens: boolean;
  tell(news: News): void;
  close(): void;
}

export function tabsOf(name: string, env: Environment, hear: (news: News) => void): Tabs {
  try {
    if (env.channel) return broadcast(env.channel(name), hear);
  } catch {
    // Not allowed here: an opaque origin.
  }
  return byStorage(`${name}:news`, env, hear);
}

function broadcast(channel: Channel, hear: (news: News) => void): Tabs {
  channel.addEventListener('message', ({ data }) => hear(data as News));
  return { carriesTokens: true, tell: (news) => channel.postMessage(news), close: () => channel.close() };
}

/** For browsers without BroadcastChannel: who signs in and out is heard, but a token is never written down. */
function byStorage(
  key: string,
  { storage, events, now }: Pick<Environment, 'storage' | 'events' | 'now'>,
  hear: (news: News) => void,
): Tabs {
  const listener = (event: Event) => {
    const { key: changed, newValue } = event as Event & { key?: string; newValue?: string | null };
    if (changed !== key || !newValue) return;
    const { type, reason } = JSON.parse(newValue) as { type: 'in' | 'out'; reason: AuthReason };
    hear(type === 'in' ? { type } : { type, reason });
  };
  events?.addEventListener('storage', listener);
  return {
    carriesTokens: false,
    tell(news) {
      if (news.type !== 'in' && news.type !== 'out') return;
      const reason = news.type === 'out' ? news.reason : undefined;
      try {
        // The same text twice would be no event.
        storage?.setItem(key, JSON.stringify({ type: news.type, reason, at: now() + Math.random() }));
      } catch {
        // Then this tab is alone.
      }
    },
    close: () => events?.removeEventListener('storage', listener),
  };
}
