import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  ArrayUnique,
  IsArray,
  IsEmail,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
} from 'class-validator';
import { Trimmed } from '#common/validation/fields.js';

/** Fields that several bodies have, each said once. */

/**
 * ASCII only, so that no two names look alike; no @, so that no name is somebody's e-mail address; begins with a
 * letter, so that no name is an id.
 */
export const USERNAME = {
  pattern: /^[A-Za-z][A-Za-z0-9._-]{2,31}$/,
  message: 'username must have 3 to 32 of the characters a-z, 0-9, dot, dash and underscore, and begin with a letter',
};

export const Username = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ example: 'ada', minLength: 3, maxLength: 32, pattern: USERNAME.pattern.source }),
    Trimmed(),
    Matches(USERNAME.pattern, { message: USERNAME.message }),
  );

/** ASCII only: look-alike letters and signs of other scripts are refused. Domains may be written as `xn--…`. */
export const Email = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ example: 'ada@example.org', format: 'email', maxLength: 254 }),
    Trimmed(),
    Matches(/^[\x21-\x7e]*$/, { message: 'email must consist of ASCII characters; write the domain as xn--…' }),
    IsEmail({ allow_utf8_local_part: false }, { message: 'email must be an e-mail address such as ada@example.org' }),
    MaxLength(254),
  );

export const FullName = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ example: 'Ada Lovelace', required: false, nullable: true, maxLength: 200, type: String }),
    IsOptional(),
    Trimmed(),
    IsString(),
    MaxLength(200),
    Matches(/^[^\p{Cc}]*$/u, { message: 'full_name must not have control characters' }),
  );

/** Shape only. Whether it is strong enough is PasswordPolicy's question. */
export const NewPassword = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ format: 'password', example: 'a long phrase of your own', maxLength: 1024 }),
    IsString(),
    MaxLength(1024),
  );

export const RoleNames = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ required: false, type: [String], example: ['user'] }),
    IsArray(),
    ArrayNotEmpty(),
    ArrayMaxSize(50),
    ArrayUnique(),
    IsString({ each: true }),
    MaxLength(32, { each: true }),
  );
