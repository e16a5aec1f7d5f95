import type { SharedStorage } from '../environment.js';
import { GatehouseError } from '../errors/index.js';
import type { Page } from './page.js';
import type { Attempt } from './social.types.js';

/** What must outlive the page while somebody is at the provider. */
export interface Departure extends Attempt {
  /** Comes back in the address. */
  readonly state: string;
  /** Never leaves this browser but for the exchange. */
  readonly verifier: string;
  readonly redirectUri: string;
}

/** One for each tab: who begins anew has given the one before up. */
const KEY = 'gatehouse:departure';

export interface Departures {
  /** Throws where nothing can be kept: nobody is sent away who could not come back. */
  readonly keep: (departure: Departure) => void;
  /** Works once, and only for the state that it was begun with. */
  readonly take: (state: string | null) => Departure | undefined;
}

export function departuresOf({ storages }: Page): Departures {
  return {
    keep(departure) {
      const text = JSON.stringify(departure);
      const isKept = storages.some((storage) => attempt(storage, (each) => (each.setItem(KEY, text), true)));
      if (!isKept)
        throw new GatehouseError('storage_blocked', {}, undefined, 'The browser keeps nothing for this page');
    },
    take(state) {
      for (const storage of storages) {
        const found = attempt(storage, (each) => JSON.parse(each.getItem(KEY) ?? 'null') as Departure | null);
        if (!found || found.state !== state) continue;
        attempt(storage, (each) => each.removeItem(KEY));
        return found;
      }
      return undefined;
    },
  };
}

function attempt<T>(storage: () => SharedStorage | undefined, work: (storage: SharedStorage) => T): T | undefined {
  try {
    const found = storage();
    return found && work(found);
  } catch {
    return undefined; // Denied, full, or written by somebody else.
  }
}
