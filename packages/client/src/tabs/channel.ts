import type { User } from '../api/routes.js';
import type { Environment } from '../environment.js';
import type { TokenInTransit } from '../session/access-token.js';
import type { AuthReason } from '../session/auth-state.js';

/** What tabs tell each other. */
export type News =
  | { readonly type: 'ask' }
  | {
      readonly type: 'token';
      readonly token: TokenInTransit;
      readonly user: User | undefined;
      /** The user has changed. */
      readonly isNew?: boolean;
    }
  | { readonly type: 'in'; readonly token: TokenInTransit; readonly user: User | undefined }
  | { readonly type: 'out'; readonly reason: AuthReason; readonly session: string | undefined };

export interface Tabs {
  tell(news: News): void;
  close(): void;
}

/** Undefined where there is no BroadcastChannel, or it is not allowed (an opaque origin). */
export function tabsOf(name: string, { channel: open }: Environment, hear: (news: News) => void): Tabs | undefined {
  try {
    const channel = open?.(name);
    channel?.addEventListener('message', ({ data }) => hear(data as News));
    return channel && { tell: (news) => channel.postMessage(news), close: () => channel.close() };
  } catch {
    return undefined;
  }
}
