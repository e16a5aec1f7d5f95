import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/**
 * The port that is asked for, once it is known that nobody else has it; for 0 one that is free. Asked before anything is
 * begun: a start that cannot succeed makes no database and shows no password, and what is derived from the port (the
 * issuer of tokens, where PUBLIC_URL is not set) names the real one. Throws what `listen` throws.
 */
export async function usablePort({ host, port }: { readonly host: string; readonly port: number }): Promise<number> {
  const server = createServer().listen(port, host);
  await once(server, 'listening');
  const { port: usable } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return usable;
}
