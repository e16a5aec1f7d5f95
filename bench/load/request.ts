/** What one connection sends, over and over. */
export interface Ask {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly token?: string;
  /** What the service gave to this device at an earlier sign-in. */
  readonly deviceToken?: string;
  /** `client_id:client_secret` of a registered client. */
  readonly basic?: string;
  /** Whatever else is to be sent with each request. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: object;
  /** In place of `COUNTER` in the body stands the number of the request, for what nobody may send twice. */
  readonly counted?: boolean;
  /** Forms in place of JSON, one after the other and again from the first. */
  readonly forms?: readonly Readonly<Record<string, string>>[];
  /** The refresh token of each answer is the one of the next request. */
  readonly chained?: boolean;
}

/** As long as what stands in its place, so that the length of the body is known before. */
export const COUNTER = '{number}';

/** The request that is the `turn`th of its connection. */
export function inTurn(text: string, turn: number): string {
  return text.replaceAll(COUNTER, () => String(turn).padStart(COUNTER.length, '0'));
}

/** The requests of a connection, to be sent in turn. */
export function textsOf(ask: Ask): string[] {
  if (ask.forms === undefined) return [textOf(ask)];
  return ask.forms.map((form) =>
    request(ask, 'application/x-www-form-urlencoded', new URLSearchParams(form).toString()),
  );
}

export function textOf(ask: Ask): string {
  return ask.json === undefined ? request(ask) : request(ask, 'application/json', JSON.stringify(ask.json));
}

function request({ method, path, token, deviceToken, basic, headers = {} }: Ask, type?: string, body = ''): string {
  return [
    `${method} ${path} HTTP/1.1`,
    'Host: localhost',
    ...(token === undefined ? [] : [`Authorization: Bearer ${token}`]),
    ...(basic === undefined ? [] : [`Authorization: Basic ${Buffer.from(basic).toString('base64')}`]),
    ...(deviceToken === undefined ? [] : [`X-Device-Token: ${deviceToken}`]),
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(type === undefined ? [] : [`Content-Type: ${type}`, `Content-Length: ${Buffer.byteLength(body)}`]),
    '',
    body,
  ].join('\r\n');
}
