/** What a token says, unverified. */
export interface SeenClaims {
  readonly iss: string;
  readonly aud: string | string[];
  readonly sub: string;
  readonly exp: number;
  readonly iat: number;
  readonly jti: string;
  readonly sid: string;
  readonly client_id: string;
  readonly auth_time: number;
  readonly amr: string[];
  readonly roles: string[];
  readonly scope: string;
  readonly email_verified: boolean;
  readonly epoch: number;
}

export function headerOf(token: string): Record<string, unknown> {
  return part(token, 0) as Record<string, unknown>;
}

export function claimsOf(token: string): SeenClaims {
  return part(token, 1) as SeenClaims;
}

function part(token: string, index: number): unknown {
  return JSON.parse(Buffer.from(token.split('.')[index]!, 'base64url').toString());
}
