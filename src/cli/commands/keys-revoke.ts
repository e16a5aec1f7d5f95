import { KeyRevocation } from '#tokens/index.js';
import { withApplication } from '../application.js';
import { CommandFailed } from '../cli.errors.js';
import { defineCommand } from '../command.js';

export const command = defineCommand({
  arguments: ['KID'],
  options: {},
  description:
    'For a key that was stolen. It is gone at once on every instance, and the tokens that it has signed are void. If it\n' +
    'was the one that signs, another one does at once. Services that verify by themselves take its tokens until they\n' +
    'renew their copy of the key set: for JWKS_MAX_AGE_SECONDS at the longest, if they heed it. Tokens of other keys\n' +
    'stay good. A KID that begins with - goes behind --, as in: keys revoke -- -x7Q…',
  async run({ args: [kid = ''], output }) {
    const revocation = await withApplication((app) => app.get(KeyRevocation).revoke(kid));
    if (!revocation)
      throw new CommandFailed(`There is no signing key ${JSON.stringify(kid)}. See: gatehouse keys list`);
    const lines = [
      `The key ${kid} is gone, and every token that it has signed is void. The key ${revocation.signs} signs.`,
      'Instances that run know it at once. Clients have to refresh access tokens that it has signed.',
    ];
    output.result({ kid, revoked: true, signs: revocation.signs }, lines.join('\n'));
  },
});
