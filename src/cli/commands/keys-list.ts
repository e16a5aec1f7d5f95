import { KeyRotation } from '#tokens/index.js';
import { withApplication } from '../application.js';
import { defineCommand } from '../command.js';
import { table } from '../output.js';
import { textOf } from '../show-user.js';

export const command = defineCommand({
  arguments: [],
  options: {},
  description:
    'The private halves are never shown. `next` is published and will sign, `signs` does now, `verifies` has signed:\n' +
    'it is published until its last token has expired.',
  async run({ output }) {
    const keys = await withApplication((app) => app.get(KeyRotation).list());
    const rows = keys.map((key) => Object.values(key).map(textOf));
    output.result(keys, table(['KID', 'ALGORITHM', 'STATE', 'CREATED', 'SIGNS FROM', 'UNTIL'], rows));
  },
});
