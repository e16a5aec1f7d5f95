export interface Answer<T> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body, if it is JSON. */
  readonly body: T;
}

export interface Call {
  readonly token?: string;
  readonly headers?: Record<string, string>;
  readonly json?: unknown;
  readonly form?: Record<string, string> | [string, string][];
  /** Sent as it stands, with the content type of `headers`. */
  readonly raw?: string | Uint8Array<ArrayBuffer>;
}

// eslint-disable-next-line typescript/no-explicit-any
export type Json = any;

/** A client as any other: it knows an address and sends requests. Paths are those below the API prefix. */
export class HttpClient {
  constructor(
    readonly origin: string,
    readonly prefix: string,
  ) {}

  /** `path` below the API prefix, or a whole one when it begins with `//` (as in `//health`). */
  async call<T = Json>(
    method: string,
    path: string,
    { token, headers, json, form, raw }: Call = {},
  ): Promise<Answer<T>> {
    const url = path.startsWith('//') ? this.origin + path.slice(1) : this.origin + this.prefix + path;
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(json === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: raw ?? (json === undefined ? form && new URLSearchParams(form) : JSON.stringify(json)),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: parsed(text) as T };
  }

  get<T = Json>(path: string, token?: string, headers?: Record<string, string>): Promise<Answer<T>> {
    return this.call<T>('GET', path, { token, headers });
  }

  post<T = Json>(path: string, json?: unknown, token?: string): Promise<Answer<T>> {
    return this.call<T>('POST', path, { json, token });
  }

  patch<T = Json>(path: string, json: unknown, token?: string): Promise<Answer<T>> {
    return this.call<T>('PATCH', path, { json, token });
  }

  delete<T = Json>(path: string, token?: string): Promise<Answer<T>> {
    return this.call<T>('DELETE', path, { token });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
