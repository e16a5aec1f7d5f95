import { Header } from '@nestjs/common';

/** For every answer that carries a token or a secret (RFC 6749 §5.1, ASVS 14.3.2). */
export const NoStore = (): MethodDecorator => Header('Cache-Control', 'no-store');
