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

/**
 * Of a subscription the token comes with the connection (`connectionParams`), which graphql-ws hands over as they are and
 * Mercurius among the headers, in the spelling of the client.
 */
function tokenOfOperation(context: ExecutionContext): string {
  const operation = graphqlContext(context);
  const { headers } = requestOf(operation) ?? {};
  const { connectionParams } = operation ?? {};
  const fromConnection = headers?.Authorization ?? connectionParams?.authorization ?? connectionParams?.Authorization;
  return bearerToken(headers?.authorization ?? (fromConnection as string | undefined));
}
