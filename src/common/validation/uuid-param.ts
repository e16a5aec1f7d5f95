import { Injectable, type PipeTransform } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { InvalidInput } from '../errors/index.js';

/** An id in the path. What is no UUID never reaches the database, where it would be an error of type. */
@Injectable()
export class UuidParam implements PipeTransform<string, string> {
  transform(value: string): string {
    if (isUUID(value)) return value.toLowerCase();
    throw new InvalidInput([{ pointer: '/id', detail: 'The id must be a UUID.', code: 'is_uuid' }]);
  }
}
