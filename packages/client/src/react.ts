import { createContext, createElement, type ReactNode, useContext, useSyncExternalStore } from 'react';
import type { AuthState, GatehouseClient } from './index.js';

const ClientContext = createContext<GatehouseClient | undefined>(undefined);

/** Hands the client to every `useAuth()` below. */
export function GatehouseProvider({ client, children }: { client: GatehouseClient; children?: ReactNode }) {
  return createElement(ClientContext.Provider, { value: client }, children);
}

export interface Auth extends AuthState {
  readonly client: GatehouseClient;
}

/** Who is signed in; renders anew when that changes, in whichever tab. Of a provider's client, or of the one given. */
export function useAuth(given?: GatehouseClient): Auth {
  const provided = useContext(ClientContext);
  const client = given ?? provided;
  if (!client)
    throw new Error('useAuth() needs a <GatehouseProvider client={…}> above it, or a client as its argument');
  return { ...useSyncExternalStore(client.subscribe, client.getState, () => SERVER), client };
}

/** Where a page is rendered ahead, nobody is known. */
const SERVER: AuthState = { status: 'unknown', user: undefined, reason: undefined, error: undefined };
