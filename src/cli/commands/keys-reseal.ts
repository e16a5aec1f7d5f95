import { LetterResealing } from '#mail/index.js';
import { SecretReplacement } from '#tokens/index.js';
import { ProviderTokenResealing } from '#users/index.js';
import { withApplication } from '../application.js';
import { CommandFailed } from '../cli.errors.js';
import { defineCommand } from '../command.js';

export const command = defineCommand({
  arguments: [],
  options: {
    force: {
      type: 'boolean',
      meaning: 'Also beside instances that do not know the new SECRET_KEY: what it makes they refuse',
    },
  },
  description:
    'When every instance was restarted with the new SECRET_KEY, and with the former one in SECRET_KEY_PREVIOUS: from now\n' +
    'on keys are derived from the new one, and what is sealed in the database is sealed with it. What was made with the\n' +
    'former one stays good while that is in SECRET_KEY_PREVIOUS. On the embedded database a start does this by itself.',
  async run({ options: { force = false }, output }) {
    const { neededUntil, ...counts } = await withApplication(async (app) => {
      const replacement = app.get(SecretReplacement);
      const behind = await replacement.instancesLeftBehind();
      if (behind > 0 && !force) throw new CommandFailed(leftBehind(behind));
      const keys = await replacement.replace();
      const letters = await app.get(LetterResealing).reseal();
      const identities = await app.get(ProviderTokenResealing).reseal();
      return { keys, letters, identities, neededUntil: await replacement.formerNeededUntil() };
    });
    const { keys, letters, identities } = counts;
    const others = `${letters} letters, tokens of providers of ${identities} identities`;
    const done =
      keys > 0
        ? `The new SECRET_KEY is in force. Sealed with it: ${keys} signing keys, ${others}.`
        : `SECRET_KEY was in force already. Sealed with it now: ${others}.`;
    const until = `What was made with the former one is good until ${neededUntil.toISOString()}: keep SECRET_KEY_PREVIOUS until then.`;
    output.result({ ...counts, former_until: neededUntil }, `${done}\n${until}`);
  },
});

function leftBehind(count: number): string {
  return (
    `Not known to every instance yet: ${count} run with another SECRET_KEY, and would refuse what is made with the new one. ` +
    'Restart them with the new SECRET_KEY, and the former one in SECRET_KEY_PREVIOUS. Nothing was done; --force does it all the same.'
  );
}
