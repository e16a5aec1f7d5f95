import { ClientsService } from '#oauth/index.js';
import { withApplication } from '../application.js';
import { clientId } from '../client-id.js';
import { defineCommand } from '../command.js';
import { operatorOf } from '../operator.js';

export const command = defineCommand({
  arguments: ['CLIENT_ID'],
  options: {},
  description: 'A second secret beside the first. Bring it out, then remove the old one.',
  async run({ args: [id = ''], output }) {
    await withApplication(async (app) => {
      const added = await app.get(ClientsService).addSecret(clientId(id), await operatorOf(app));
      const shown = { id: added.id, client_secret: added.secret };
      output.result(shown, `secret id      ${added.id}\nclient_secret  ${added.secret}\n\nIt is not shown again.`);
    });
  },
});
