export { ClientsService } from './clients/clients.service.js';
export { ClientDto, CreateClientDto } from './clients/dto/client.dto.js';
export { OAuthModule } from './oauth.module.js';
