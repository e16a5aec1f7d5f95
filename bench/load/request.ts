/** What one connection sends, over and over. */
export interface Ask {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly token?: string;
  readonly json?: object;
  /** The refresh token of each answer is the one of the next request. */
  readonly chained?: boolean;
}

export function textOf({ method, path, token, json }: Ask): string {
  const body = json === undefined ? '' : JSON.stringify(json);
  return [
    `${method} ${path} HTTP/1.1`,
    'Host: localhost',
    ...(token === undefined ? [] : [`Authorization: Bearer ${token}`]),
    ...(json === undefined ? [] : ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`]),
    '',
    body,
  ].join('\r\n');
}
