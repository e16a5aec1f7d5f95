import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { problemRegistry } from '#common/errors/index.js';
import type { Config } from '#config/index.js';
import { description, TAGS } from './open-api.description.js';
import { describeTags, nameOperations, provisionalName, summariseOperations } from './operations.js';
import { describeProblems } from './problem-responses.js';
import { VERSION } from '#common/version.js';

/** The description of the API, from the decorators of its controllers. */
export function buildOpenApi(app: INestApplication, config: Config): OpenAPIObject {
  const document = SwaggerModule.createDocument(app, frame(config), { operationIdFactory: provisionalName });
  nameOperations(document);
  summariseOperations(document);
  describeTags(document, TAGS);
  describeProblems(document, problemRegistry);
  return document;
}

function frame(config: Config): Omit<OpenAPIObject, 'paths'> {
  return new DocumentBuilder()
    .setOpenAPIVersion('3.0.3')
    .setTitle('Gatehouse')
    .setDescription(description(config))
    .setVersion(VERSION)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addServer(config.publicUrl)
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'An access token that you already have.' },
      'bearer',
    )
    .addOAuth2(
      {
        type: 'oauth2',
        description: 'User name (or e-mail address) and password. No client id or secret is needed.',
        flows: { password: { tokenUrl: `${config.http.apiPrefix}/auth/login/form`, scopes: {} } },
      },
      'password',
    )
    .build();
}
