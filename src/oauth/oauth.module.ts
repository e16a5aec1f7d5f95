import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuthModule } from '#auth/index.js';
import { TokensModule } from '#tokens/index.js';
import { ClientAssertion } from './clients/client-assertion.entity.js';
import { ClientAssertions } from './clients/client-assertions.js';
import { ClientAuthenticator } from './clients/client-authenticator.js';
import { ClientDirectory } from './clients/client-directory.js';
import { ClientSecret } from './clients/client-secret.entity.js';
import { Client } from './clients/client.entity.js';
import { ClientsController } from './clients/clients.controller.js';
import { ClientsService } from './clients/clients.service.js';
import { ClientCredentialsGrant } from './grants/client-credentials.grant.js';
import { TokenGrantsService } from './grants/token-grants.service.js';
import { IntrospectionController } from './introspection/introspection.controller.js';
import { IntrospectionService } from './introspection/introspection.service.js';
import { MetadataController } from './metadata/metadata.controller.js';
import { RevocationController } from './revocation/revocation.controller.js';
import { RevocationService } from './revocation/revocation.service.js';
import { TokenController } from './token.controller.js';

@Module({
  imports: [AuthModule, TokensModule, TypeOrmModule.forFeature([Client, ClientSecret, ClientAssertion])],
  controllers: [TokenController, IntrospectionController, RevocationController, MetadataController, ClientsController],
  providers: [
    ClientDirectory,
    ClientAuthenticator,
    ClientAssertions,
    ClientsService,
    ClientCredentialsGrant,
    TokenGrantsService,
    IntrospectionService,
    RevocationService,
  ],
  exports: [ClientsService],
})
export class OAuthModule {}
