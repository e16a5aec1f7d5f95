import { clientCredentials, introspect, jwks } from './beside/tokens.ts';
import { installPeers } from './beside/install.ts';
import { login } from './beside/login.ts';
import { me } from './beside/me.ts';
import { protectedRoute } from './beside/protected.ts';
import { refresh } from './beside/refresh.ts';
import { register } from './beside/register.ts';
import { start } from './beside/start.ts';
import { userList } from './beside/user-list.ts';
import { runParts } from './parts/program.ts';

installPeers();

await runParts({
  block: 'bench:peers',
  title: 'Beside what else could be picked',
  parts: [protectedRoute, me, login, refresh, register, introspect, clientCredentials, jwks, userList, start],
  longestMs: 25 * 60_000,
});
