/** What one connection sends, over and over. */
export interface Ask {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly token?: string;
  /** What the service gave to this device at an earlier sign-in. */
  readonly deviceToken?: string;
  /** `client_id:client_secret` of a registered client. */
  readonly basic?: string;
  readonly json?: object;
  /** Forms in place of JSON, one after the other and again from the first. */
  readonly forms?: readonly Readonly<Record<string, string>>[];
  /** The refresh token of each answer is the one of the next request. */
  readonly chained?: boolean;
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

function request({ method, path, token, deviceToken, basic }: Ask, type?: string, body = ''): string {
  return [
    `${method} ${path} HTTP/1.1`,
    'Host: localhost',
    ...(token === undefined ? [] : [`Authorization: Bearer ${token}`]),
    ...(basic === undefined ? [] : [`Authorization: Basic ${Buffer.from(basic).toString('base64')}`]),
    ...(deviceToken === undefined ? [] : [`X-Device-Token: ${deviceToken}`]),
    ...(type === undefined ? [] : [`Content-Type: ${type}`, `Content-Length: ${Buffer.byteLength(body)}`]),
    '',
    body,
  ].join('\r\n');
}
