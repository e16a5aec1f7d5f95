import { IdentitiesService, ProviderTokenSeal } from '#users/index.js';
import { withApplication } from '../application.js';
import { CommandFailed } from '../cli.errors.js';
import { defineCommand } from '../command.js';
import { findUser } from '../find-user.js';

export const command = defineCommand({
  arguments: ['USER'],
  options: {},
  description:
    'USER is an id, a username or an e-mail address. The tokens of the last sign-in with each provider that has\n' +
    'STORE_TOKENS=on, for scripts that act for somebody there. They are secrets, and this is all that reads them; that it\n' +
    'was done is in the audit log. Nothing renews them here: with a refresh token that is yours to do.',
  async run({ args: [who], output }) {
    const kept = await withApplication(async (app) => {
      const { id } = await findUser(app, who!);
      const seal = app.get(ProviderTokenSeal);
      const sealed = await app.get(IdentitiesService).readKeptTokens(id);
      return sealed.map(({ tokens, ...identity }) => ({ ...identity, ...seal.open(identity.id, tokens) }));
    });
    if (kept.length === 0) throw new CommandFailed('No tokens of a provider are kept for this user');
    const unreadable = kept.find((each) => each.access_token === undefined);
    if (unreadable) throw new CommandFailed(`Those of ${unreadable.provider} were sealed with another SECRET_KEY`);
    output.result(kept, kept.map((each) => JSON.stringify(each)).join('\n'));
  },
});
