import { ClientDto, ClientsService } from '#oauth/index.js';
import { withApplication } from '../application.js';
import { clientId } from '../client-id.js';
import { defineCommand } from '../command.js';
import { operatorOf } from '../operator.js';

export const command = defineCommand({
  arguments: ['CLIENT_ID', 'SECRET_ID'],
  options: {},
  description: 'Tokens that were had for it live on until they expire.',
  async run({ args: [id = '', secret = ''], output }) {
    await withApplication(async (app) => {
      const clients = app.get(ClientsService);
      await clients.removeSecret(clientId(id), clientId(secret), await operatorOf(app));
      const left = ClientDto.from(await clients.get(clientId(id)));
      output.result(left, `Removed. ${left.secrets.length} left.`);
    });
  },
});
