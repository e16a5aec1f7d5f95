import express from 'express';
import { passportJwtSecret } from 'jwks-rsa';
import passport from 'passport';
import { ExtractJwt, Strategy } from 'passport-jwt';

/**
 * Nothing of Gatehouse in here: any client of the standards will do. It verifies as well, but it hears of a logout only
 * when the token expires.
 */
export function makeApp(issuer, audience = 'orders') {
  const strategy = new Strategy(
    {
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      secretOrKeyProvider: passportJwtSecret({
        jwksUri: `${issuer}/.well-known/jwks.json`,
        cache: true,
        rateLimit: true,
      }),
      issuer,
      audience,
      // Said out loud: jsonwebtoken would take what the header asks for. It knows no EdDSA.
      algorithms: ['ES256', 'RS256'],
      jsonWebTokenOptions: { complete: true },
    },
    // RFC 9068 §4: other kinds of JWT of the same issuer are no access tokens.
    ({ header, payload }, done) => done(null, header.typ === 'at+jwt' && payload),
  );

  const app = express();
  app.use(passport.initialize());
  passport.use(strategy);
  const authenticated = passport.authenticate('jwt', { session: false });

  app.get('/me', authenticated, ({ user }, response) => response.json({ subject: user.sub, roles: user.roles }));

  // A client that acts for itself has no roles.
  app.get('/secrets', authenticated, ({ user }, response) =>
    response.status(user.roles?.includes('admin') ? 200 : 403).json({}),
  );
  return app;
}
