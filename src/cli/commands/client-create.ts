import { ClientDto, ClientsService, CreateClientDto } from '#oauth/index.js';
import { InputPipe } from '#common/validation/input.pipe.js';
import { withApplication } from '../application.js';
import { defineCommand } from '../command.js';
import { operatorOf } from '../operator.js';

export const command = defineCommand({
  arguments: ['NAME'],
  options: {
    scope: { type: 'string', value: 'SCOPE', multiple: true, meaning: 'What its tokens may say; may be given again' },
    audience: { type: 'string', value: 'NAME', multiple: true, meaning: 'Whom its tokens are for; may be given again' },
    'no-tokens': { type: 'boolean', meaning: 'It gets no tokens for itself; it only asks about those of others' },
  },
  description:
    'A service with credentials of its own: for `client_credentials` and for introspection. The secret is shown this\n' +
    'once; only a digest of it is kept.',
  async run({ args: [name], options, output }) {
    const grants = options['no-tokens'] ? [] : ['client_credentials'];
    const body = { name, grants, scopes: options.scope, audiences: options.audience };
    await withApplication(async (app) => {
      const metadata = { type: 'body', metatype: CreateClientDto } as const;
      const dto = (await new InputPipe().transform(body, metadata)) as CreateClientDto;
      const [clients, operator] = [app.get(ClientsService), await operatorOf(app)];
      const { id } = await clients.create(dto, operator);
      const { secret } = await clients.addSecret(id, operator);
      const shown = Object.assign(ClientDto.from(await clients.get(id)), { client_secret: secret });
      output.result(shown, `client_id      ${id}\nclient_secret  ${secret}\n\nThe secret is not shown again.`);
    });
  },
});
