import { uuidv7 } from '#common/crypto/uuid.js';
import { hasAllClaims } from './access-token-claims.js';

const CLAIMS = {
  iss: 'http://gatehouse.test',
  aud: 'gatehouse',
  sub: uuidv7(),
  sid: uuidv7(),
  jti: uuidv7(),
  exp: 2,
  iat: 1,
  auth_time: 1,
  client_id: 'gatehouse',
  amr: ['pwd'],
  roles: [],
  scope: '',
  epoch: 0,
  email_verified: false,
};

describe('hasAllClaims', () => {
  it('is content with a whole set, even of empty values', () => {
    expect(hasAllClaims(CLAIMS)).toBe(true);
  });

  it.each(['sub', 'sid', 'jti', 'client_id', 'scope', 'iat', 'exp', 'auth_time', 'epoch', 'roles'] as const)(
    'misses %s when it is absent, null or of another type',
    (name) => {
      for (const value of [undefined, null, {}, true, typeof CLAIMS[name] === 'number' ? '1' : 1]) {
        expect(hasAllClaims({ ...CLAIMS, [name]: value })).toBe(false);
      }
    },
  );

  it.each(['x', "' OR 1=1", '\0', ''])('takes %j for no id', (id) => {
    expect(hasAllClaims({ ...CLAIMS, sub: id })).toBe(false);
    expect(hasAllClaims({ ...CLAIMS, sid: id })).toBe(false);
  });
});
