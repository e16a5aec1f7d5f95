import type { ExecutionContext } from '@nestjs/common';
import { bearerToken, MissingToken } from '@gatehouse/verifier';
import { graphqlContext, requestOf } from './carrier.js';
import { tokenOfMessage } from './token-of-message.js';

/** The access token of a call, wherever its transport has it. Throws MissingToken, or InvalidToken when it is mangled. */
export function tokenOf(context: ExecutionContext): string {
  switch (context.getType<string>()) {
    case 'http':
      return bearerToken(
        context.switchToHttp().getRequest<{ headers: { authorization?: string } }>().headers.authorization,
      );
    case 'graphql':
      return tokenOfOperation(context);
    case 'rpc': {
      const { header, token } = tokenOfMessage(context.switchToRpc().getContext(), context.switchToRpc().getData());
      return token ?? bearerToken(header);
    }
    default:
      throw new MissingToken();
  }
}

/** Of a subscription the token comes with the connection (graphql-ws: `connectionParams`). */
function tokenOfOperation(context: ExecutionContext): string {
  const operation = graphqlContext(context);
  const { authorization, Authorization } = operation?.connectionParams ?? {};
  const fromConnection = authorization ?? Authorization;
  return bearerToken(requestOf(operation)?.headers?.authorization ?? (fromConnection as string | undefined));
}
