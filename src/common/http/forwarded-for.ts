import { isIP, SocketAddress } from 'node:net';

/** `1.2.3.4:80`, `[2001:db8::1]`, `[2001:db8::1]:80` */
const WITH_PORT = /^(?:(\d+\.\d+\.\d+\.\d+):\d+|\[([^\]]+)\](?::\d+)?)$/;

/**
 * `X-Forwarded-For` with nothing in it but addresses, each spelled in one way: some proxies add ports, and every
 * connection would be another client. What stands before an entry that is no address was said by whoever sent that, so
 * it goes, too: then the client is the last one that a proxy vouches for. Undefined: nothing is left.
 */
export function plainForwardedFor(header: string): string | undefined {
  const addresses: string[] = [];
  for (const entry of header.split(',').toReversed()) {
    const address = plainAddress(entry.trim());
    if (address === undefined) break;
    addresses.unshift(address);
  }
  return addresses.length > 0 ? addresses.join(', ') : undefined;
}

function plainAddress(entry: string): string | undefined {
  const [, v4, v6] = WITH_PORT.exec(entry) ?? [];
  const [address = ''] = (v4 ?? v6 ?? entry).split('%');
  switch (isIP(address)) {
    case 4:
      return address;
    case 6:
      return new SocketAddress({ address, family: 'ipv6' }).address.replace(/^::ffff:(?=\d+\.)/, '');
    default:
      return undefined;
  }
}
