/** Where a browser has got to. */
export interface Page {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

const MOST_STEPS = 20;

/**
 * A browser without a window: it keeps cookies for each host, follows redirects, and fills in forms. `aliases` says
 * under which address a name of the outside is to be found in a test.
 */
export class Browser {
  private readonly jar = new Map<string, Map<string, string>>();

  constructor(private readonly aliases: Readonly<Record<string, string>>) {}

  /** One request, and no step further. */
  async open(url: string, init: RequestInit = {}): Promise<Page> {
    const { origin } = new URL(url);
    const response = await fetch(url.replace(origin, this.aliases[origin] ?? origin), {
      ...init,
      redirect: 'manual',
      headers: { ...(init.headers as Record<string, string>), cookie: this.cookiesFor(origin) },
    });
    for (const cookie of response.headers.getSetCookie()) this.keep(origin, cookie);
    return { url, status: response.status, headers: response.headers, text: await response.text() };
  }

  submit(url: string, form: Record<string, string>): Promise<Page> {
    return this.open(url, { method: 'POST', body: new URLSearchParams(form) });
  }

  /** Follows redirects, and stops before the first address that begins with `stop`; without any, at the first page. */
  async follow(page: Page, stop?: string): Promise<Page> {
    let here = page;
    for (let step = 0; step < MOST_STEPS; step += 1) {
      const next = nextOf(here);
      if (next === undefined) return here;
      if (stop !== undefined && next.startsWith(stop)) return { ...here, url: next };
      here = await this.open(next);
    }
    throw new Error(`Round and round: ${here.url}`);
  }

  cookieNames(origin: string): string[] {
    return [...(this.jar.get(origin)?.keys() ?? [])];
  }

  cookiesFor(origin: string): string {
    return [...(this.jar.get(origin) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  plant(origin: string, name: string, value: string): void {
    this.jar.set(origin, (this.jar.get(origin) ?? new Map<string, string>()).set(name, value));
  }

  private keep(origin: string, header: string): void {
    const [pair = '', ...attributes] = header.split(';').map((part) => part.trim());
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    const gone = attributes.some((each) => /^max-age=0$/i.test(each) || /^expires=Thu, 01 Jan 1970/i.test(each));
    if (gone) this.jar.get(origin)?.delete(name);
    else this.plant(origin, name, value);
  }
}

export function nextOf({ url, status, headers }: Page): string | undefined {
  const location = status >= 300 && status < 400 ? headers.get('location') : null;
  return location === null ? undefined : new URL(location, url).href;
}
