import { ClientsService } from '#oauth/index.js';
import { withApplication } from '../application.js';
import { clientId } from '../client-id.js';
import { defineCommand } from '../command.js';
import { operatorOf } from '../operator.js';

export const command = defineCommand({
  arguments: ['CLIENT_ID'],
  options: {},
  description: 'Its secrets are gone, and its tokens are dead at once.',
  async run({ args: [id = ''], output }) {
    await withApplication(async (app) => app.get(ClientsService).remove(clientId(id), await operatorOf(app)));
    output.result({ client_id: id, deleted: true }, 'Deleted.');
  },
});
