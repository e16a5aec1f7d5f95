import { KeyRotation, type ListedKey, type RotationOptions } from '#tokens/index.js';
import { withApplication } from '../application.js';
import { CommandFailed } from '../cli.errors.js';
import { defineCommand } from '../command.js';

export const command = defineCommand({
  arguments: [],
  options: {
    now: { type: 'boolean', meaning: 'Do not wait until others have seen the key. A next one that waits is taken' },
    'remove-others': {
      type: 'boolean',
      meaning: 'For a key that was stolen: a new one signs at once, all others are gone, their tokens are void',
    },
  },
  description:
    'Makes a key that is published now and signs in ten minutes, when everybody who keeps the key set has seen it. The\n' +
    'former one signs no more from then on, and is published until its last token has expired. Instances that run hear of\n' +
    'it; none has to be restarted.',
  async run({ options, output }) {
    const wish = { now: options.now, removeOthers: options['remove-others'] };
    const key = await withApplication(async (app) => {
      const rotation = app.get(KeyRotation);
      const { kid, changed } = await rotation.rotate(wish);
      const listed = (await rotation.list()).find((each) => each.kid === kid)!;
      if (!changed) throw new CommandFailed(`${describe(listed)} Nothing was done; --now lets it sign at once.`);
      return listed;
    });
    output.result(key, [describe(key), ...hintsFor(wish)].join('\n'));
  },
});

function describe({ kid, state, activates_at: from }: ListedKey): string {
  const does = state === 'next' ? `will sign from ${from.toISOString()}.` : 'signs.';
  return `The key ${kid} ${does}`;
}

function hintsFor({ now, removeOthers }: RotationOptions): string[] {
  if (removeOthers) return ['Instances that run know it at once. Clients have to refresh their access tokens.'];
  if (now) return ['Instances that run know it at once.'];
  return [];
}
