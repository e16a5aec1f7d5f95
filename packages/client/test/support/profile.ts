import { createClient, type ClientOptions, type Environment, type GatehouseClient } from '@gatehouse/client';

let profiles = 0;

export interface TabOptions extends Partial<ClientOptions> {
  readonly without?: readonly ('locks' | 'channel' | 'storage')[];
  /** How much faster its clocks run. */
  readonly speed?: number;
}

/** What the tabs of one browser have in common: cookies, storage, locks, channels. */
export class Profile {
  readonly origin: string;
  readonly cookies = new Map<string, string>();
  readonly stored = new Map<string, string>();
  readonly tabs: Tab[] = [];
  keepsCookies = true;
  readonly number = (profiles += 1);

  /** Of the pages, where that is another than the service's. */
  readonly pageOrigin: string;

  constructor(origin: string, pageOrigin = origin) {
    this.origin = origin;
    this.pageOrigin = pageOrigin;
  }

  open(options: TabOptions = {}): Tab {
    const tab = new Tab(this, options);
    this.tabs.push(tab);
    return tab;
  }

  close(): void {
    for (const { client } of this.tabs) client.close();
  }

  get refreshToken(): string | undefined {
    return this.cookies.get('gatehouse_refresh');
  }
}

/** A page. It can be put to sleep, and its clocks can be moved. */
export class Tab {
  readonly client: GatehouseClient;
  readonly events = new EventTarget();
  isOnline = true;
  holdsLock = false;
  /** Milliseconds by which the time of day is off. */
  dayOffset = 0;
  /** Milliseconds that are added to all that has passed. */
  passed = 0;
  /** Answers that are thrown away on their way back. */
  losesAnswer: (url: string) => boolean = () => false;
  private readonly profile: Profile;
  private readonly asleep = { for: 0, work: undefined as (() => void)[] | undefined };

  constructor(profile: Profile, { without = [], speed = 1, ...options }: TabOptions) {
    this.profile = profile;
    const { number } = profile;
    const environment: Environment = {
      fetch: (input, init) => this.fetch(input, init ?? {}),
      locks: without.includes('locks')
        ? undefined
        : {
            request: (name, how, work) =>
              navigator.locks.request(`${number} ${name}`, how, (lock) => this.holding(lock, work)),
          },
      channel: without.includes('channel') ? undefined : (name) => this.channel(`${number} ${name}`),
      storage: without.includes('storage') ? undefined : this.storage(),
      events: this.events,
      isBrowser: true,
      isOnline: () => this.isOnline,
      now: () => Date.now() * speed + this.passed + this.dayOffset,
      elapsed: () => (performance.now() - this.asleep.for) * speed + this.passed,
      later: (ms, callback) => {
        const timer = setTimeout(() => this.whenAwake(callback), ms / speed);
        return () => clearTimeout(timer);
      },
    };
    this.client = createClient({ baseUrl: profile.origin, ...options, environment });
  }

  wake(): void {
    this.events.dispatchEvent(new Event('focus'));
  }

  comeOnline(): void {
    this.isOnline = true;
    this.events.dispatchEvent(new Event('online'));
  }

  /** Its monotonic clock stands still, its timers are late, and what it is told waits. Resolves when it is awake again. */
  async sleep(ms: number): Promise<void> {
    const { asleep } = this;
    if (asleep.work) return; // It sleeps already.
    asleep.work = [];
    await new Promise((resolve) => setTimeout(resolve, ms));
    const { work } = asleep;
    asleep.work = undefined;
    asleep.for += ms;
    for (const each of work) each();
    this.wake();
  }

  private async holding<T>(lock: unknown, work: (lock: unknown) => Promise<T>): Promise<T> {
    if (!lock) return work(lock);
    this.holdsLock = true;
    return work(lock).finally(() => (this.holdsLock = false));
  }

  private whenAwake(work: () => void): void {
    if (this.asleep.work) this.asleep.work.push(work);
    else work();
  }

  /** As a browser: cookies go along only with credentials, and Origin always does. */
  private async fetch(input: Request | string | URL, init: RequestInit): Promise<Response> {
    if (!this.isOnline) throw new TypeError('offline');
    const { cookies, keepsCookies, pageOrigin } = this.profile;
    const request = input instanceof Request ? input : undefined;
    const headers = new Headers(init.headers ?? request?.headers);
    headers.set('origin', pageOrigin);
    const isWithCookies = init.credentials === 'include';
    if (isWithCookies && cookies.size > 0) headers.set('cookie', [...cookies].map((pair) => pair.join('=')).join('; '));
    const response = await fetch(input, { ...init, headers });
    if (this.losesAnswer(response.url)) {
      await response.body?.cancel();
      throw new TypeError('the line was cut');
    }
    for (const line of isWithCookies && keepsCookies ? response.headers.getSetCookie() : []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line)!;
      if (/Max-Age=0/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  }

  private channel(name: string): ReturnType<NonNullable<Environment['channel']>> {
    const channel = new BroadcastChannel(name);
    channel.unref();
    const whenAwake = (work: () => void) => this.whenAwake(work);
    return {
      postMessage: (message) => channel.postMessage(message),
      addEventListener(type, listener) {
        channel.addEventListener(type, (event) => whenAwake(() => listener(event as Event & { data: unknown })));
      },
      close: () => channel.close(),
    };
  }

  /** Other tabs hear of what is written here, later, and in theirs. */
  private storage(): NonNullable<Environment['storage']> {
    const { stored, tabs } = this.profile;
    const tell = (key: string, newValue: string | null) => {
      for (const tab of tabs.filter((each) => each !== this)) {
        setTimeout(() => tab.events.dispatchEvent(Object.assign(new Event('storage'), { key, newValue })));
      }
    };
    return {
      getItem: (key) => stored.get(key) ?? null,
      setItem(key, value) {
        stored.set(key, value);
        tell(key, value);
      },
      removeItem(key) {
        stored.delete(key);
        tell(key, null);
      },
    };
  }
}

export const ADA = { username: 'ada', password: 'right' };
