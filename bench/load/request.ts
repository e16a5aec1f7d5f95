/** What one connection sends, over and over. */
export interface Ask {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly token?: string;
  /** What the service gave to this device at an earlier sign-in. */
  readonly deviceToken?: string;
  readonly json?: object;
  /** The refresh token of each answer is the one of the next request. */
  readonly chained?: boolean;
}

export function textOf({ method, path, token, deviceToken, json }: Ask): string {
  const body = json === undefined ? '' : JSON.stringify(json);
  return [
    `${method} ${path} HTTP/1.1`,
    'Host: localhost',
    ...(token === undefined ? [] : [`Authorization: Bearer ${token}`]),
    ...(deviceToken === undefined ? [] : [`X-Device-Token: ${deviceToken}`]),
    ...(json === undefined ? [] : ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`]),
    '',
    body,
  ].join('\r\n');
}
