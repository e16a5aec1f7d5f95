import { applyDecorators, type Type } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';

/** Documents a list with the headers that `sendPage` writes. */
export function ApiPage(type: Type): MethodDecorator {
  return applyDecorators(
    ApiOkResponse({
      type: [type],
      headers: {
        'X-Total-Count': { description: 'How many there are on all pages', schema: { type: 'integer' } },
        Link: { description: 'The next page, `rel="next"` (RFC 8288); absent on the last', schema: { type: 'string' } },
      },
    }),
  );
}
