import { ClientDto, ClientsService } from '#oauth/index.js';
import { withApplication } from '../application.js';
import { defineCommand } from '../command.js';
import { table } from '../output.js';

const HEADINGS = ['CLIENT ID', 'NAME', 'ACTIVE', 'SECRETS', 'AUDIENCES', 'SCOPES'];

export const command = defineCommand({
  arguments: [],
  options: {},
  description: 'Services that have credentials of their own.',
  async run({ output }) {
    const clients = await withApplication(async (app) => {
      const rows = await app.get(ClientsService).list();
      return rows.map((row) => ClientDto.from(row));
    });
    const rows = clients.map(({ client_id: id, name, is_active, secrets, audiences, scopes }) => {
      const active = is_active ? 'yes' : 'no';
      return [id, name, active, String(secrets.length), audiences.join(' '), scopes.join(' ')];
    });
    output.result(clients, table(HEADINGS, rows));
  },
});
