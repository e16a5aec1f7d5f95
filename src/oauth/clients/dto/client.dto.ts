import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsIn, IsOptional, Matches, MaxLength } from 'class-validator';
import { WhenPresent } from '#common/validation/fields.js';
import type { ClientJwks } from '../client.entity.js';
import type { ClientRow } from '../client.statements.js';
import { IsPublicJwks } from './is-public-jwks.js';

/** What a registered client may ask for at the token endpoint. */
export const CLIENT_GRANTS = ['client_credentials'] as const;

const Words = (description: string, example: string[], pattern: RegExp, message: string): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ required: false, type: [String], example, description }),
    WhenPresent(),
    IsArray(),
    ArrayMaxSize(100),
    ArrayUnique(),
    Matches(pattern, { each: true, message }),
  );

const Name = (required: boolean): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ required, example: 'orders', maxLength: 100 }),
    ...(required ? [] : [WhenPresent()]),
    Matches(/^[\x20-\x7e]*\S[\x20-\x7e]*$/, { message: 'name must have printable ASCII characters' }),
    MaxLength(100),
  );

const Grants = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ required: false, enum: CLIENT_GRANTS, isArray: true }),
    WhenPresent(),
    IsArray(),
    ArrayUnique(),
    IsIn(CLIENT_GRANTS, { each: true }),
  );

// RFC 6749 §3.3: what a scope-token may consist of.
const Scopes = (): PropertyDecorator =>
  Words('What its tokens may say', ['orders:read'], /^[\x21\x23-\x5b\x5d-\x7e]{1,128}$/, 'scopes must be scope-tokens');

const Audiences = (): PropertyDecorator =>
  Words(
    'Whom its tokens are for, and as whom it may ask about tokens',
    ['orders'],
    /^[\x21-\x7e]{1,200}$/,
    'audiences must have printable ASCII characters without blanks',
  );

const Jwks = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ required: false, nullable: true, type: Object, description: 'Public keys for `private_key_jwt`' }),
    IsOptional(),
    IsPublicJwks(),
  );

export class CreateClientDto {
  @Name(true) name: string;
  @Grants() grants?: string[];
  @Scopes() scopes?: string[];
  @Audiences() audiences?: string[];
  @Jwks() jwks?: ClientJwks | null;
}

export class ChangeClientDto {
  @Name(false) name?: string;
  @Grants() grants?: string[];
  @Scopes() scopes?: string[];
  @Audiences() audiences?: string[];
  @Jwks() jwks?: ClientJwks | null;

  @ApiProperty({ required: false, description: 'false: it is not known any more, and its tokens are dead' })
  @WhenPresent()
  @IsBoolean()
  is_active?: boolean;
}

export class ClientSecretDto {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty({ format: 'date-time' }) created_at: string;
}

export class NewSecretDto {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty({ example: 'ghs_9Qf…', description: 'Shown this once' }) client_secret: string;
}

export class ClientDto {
  @ApiProperty({ format: 'uuid' }) client_id: string;
  @ApiProperty({ example: 'orders' }) name: string;
  @ApiProperty({ enum: CLIENT_GRANTS, isArray: true }) grants: string[];
  @ApiProperty({ type: [String], example: ['orders:read'] }) scopes: string[];
  @ApiProperty({ type: [String], example: ['orders'] }) audiences: string[];
  @ApiProperty({ nullable: true, type: Object, example: null }) jwks: ClientJwks | null;
  @ApiProperty() is_active: boolean;
  @ApiProperty({ type: [ClientSecretDto] }) secrets: ClientSecretDto[];
  @ApiProperty({ format: 'date-time' }) created_at: string;
  @ApiProperty({ format: 'date-time' }) updated_at: string;

  static from(row: ClientRow): ClientDto {
    const { id, name, grants, scopes, audiences, jwks, is_active, secrets, created_at, updated_at } = row;
    return {
      client_id: id,
      name,
      grants,
      scopes,
      audiences,
      jwks,
      is_active,
      secrets: secrets.map((secret) => ({ id: secret.id, created_at: new Date(secret.created_at).toISOString() })),
      created_at: created_at.toISOString(),
      updated_at: updated_at.toISOString(),
    };
  }
}
