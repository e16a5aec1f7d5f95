import { generateKeyPairSync } from 'node:crypto';
import { Provider } from 'oidc-provider';
import { listen, origin, pool } from './host.mjs';

const database = pool();

const FIND = {
  name: 'find',
  text: 'SELECT payload, consumed_at FROM oidc WHERE model = $1 AND id = $2 AND (expires_at IS NULL OR expires_at > now())',
};
const UPSERT = {
  name: 'upsert',
  text: `INSERT INTO oidc (model, id, payload, grant_id, user_code, uid, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, now() + make_interval(secs => $7))
         ON CONFLICT (model, id) DO UPDATE SET payload = excluded.payload, expires_at = excluded.expires_at`,
};

/** Its Adapter interface on one table, each call one prepared statement: nothing that could be left out. */
class PostgresAdapter {
  constructor(model) {
    this.model = model;
  }

  async upsert(id, payload, expiresIn) {
    const { grantId, userCode, uid } = payload;
    await database.query({ ...UPSERT, values: [this.model, id, payload, grantId, userCode, uid, expiresIn] });
  }

  async find(id) {
    const { rows } = await database.query({ ...FIND, values: [this.model, id] });
    return payloadOf(rows[0]);
  }

  findByUserCode(userCode) {
    return this.findBy('user_code', userCode);
  }

  findByUid(uid) {
    return this.findBy('uid', uid);
  }

  async findBy(column, value) {
    const text = `SELECT payload, consumed_at FROM oidc WHERE model = $1 AND ${column} = $2`;
    const { rows } = await database.query(text, [this.model, value]);
    return payloadOf(rows[0]);
  }

  async consume(id) {
    await database.query('UPDATE oidc SET consumed_at = now() WHERE model = $1 AND id = $2', [this.model, id]);
  }

  async destroy(id) {
    await database.query('DELETE FROM oidc WHERE model = $1 AND id = $2', [this.model, id]);
  }

  async revokeByGrantId(grantId) {
    await database.query('DELETE FROM oidc WHERE model = $1 AND grant_id = $2', [this.model, grantId]);
  }
}

function payloadOf(row) {
  return row && { ...row.payload, ...(row.consumed_at && { consumed: Math.floor(row.consumed_at / 1000) }) };
}

await database.query(
  `CREATE TABLE IF NOT EXISTS oidc (
     model text, id text, payload jsonb NOT NULL, grant_id text, user_code text, uid text,
     expires_at timestamptz, consumed_at timestamptz, PRIMARY KEY (model, id))`,
);
await database.query('CREATE INDEX IF NOT EXISTS oidc_grant_id ON oidc (model, grant_id)');
await database.query('CREATE INDEX IF NOT EXISTS oidc_uid ON oidc (model, uid)');
await database.query('CREATE INDEX IF NOT EXISTS oidc_user_code ON oidc (model, user_code)');

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwk = { ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig', kid: 'bench' };

// JWTs, which are not stored and cannot be introspected, for one resource server; for the other tokens that are kept
// in the database, which is what its introspection endpoint answers about.
const provider = new Provider(origin, {
  adapter: PostgresAdapter,
  clients: [
    {
      client_id: process.env.CLIENT_ID,
      client_secret: process.env.CLIENT_SECRET,
      grant_types: ['client_credentials'],
      id_token_signed_response_alg: 'ES256',
      redirect_uris: [],
      response_types: [],
    },
  ],
  jwks: { keys: [jwk] },
  scopes: ['stock:read'],
  features: {
    clientCredentials: { enabled: true },
    introspection: { enabled: true },
    devInteractions: { enabled: false },
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: (_, resource) => ({
        scope: 'stock:read',
        audience: resource,
        accessTokenTTL: 900,
        accessTokenFormat: resource.endsWith(':jwt') ? 'jwt' : 'opaque',
        jwt: { sign: { alg: 'ES256' } },
      }),
    },
  },
});
const answer = provider.callback();
listen((request, response) => (request.url === '/ready' ? response.end('ready') : answer(request, response)));
