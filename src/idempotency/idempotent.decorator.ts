import { applyDecorators, UseInterceptors } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { Fails } from '#common/errors/index.js';
import { IdempotencyKeyInUse, IdempotencyKeyReused, InvalidIdempotencyKey } from './idempotency.errors.js';
import { IdempotencyInterceptor } from './idempotency.interceptor.js';

/** For every POST that creates or sends something: the same `Idempotency-Key` with the same body acts once. */
export const Idempotent = (): MethodDecorator =>
  applyDecorators(
    UseInterceptors(IdempotencyInterceptor),
    ApiHeader({
      name: 'Idempotency-Key',
      required: false,
      description:
        'Any unique text that nobody else guesses, such as a UUID. Sent again within a day with the same body, it gives the first answer again. With another body it is refused; where nobody is signed in, that is another request.',
      schema: { type: 'string', maxLength: 255, example: '0b7cfb0e-5f5e-4f53-9d5a-3c1f1d8e2a77' },
    }),
    Fails(InvalidIdempotencyKey, IdempotencyKeyReused, IdempotencyKeyInUse),
  );
