/** What the transports of @nestjs/microservices hand over beside the data; each has one of these. */
interface MessageContext {
  /** NATS */
  getHeaders?: () => { get?: (name: string) => unknown } | undefined;
  /** Kafka has headers there, RabbitMQ properties, MQTT user properties. */
  getMessage?: () => { headers?: Named; properties?: { headers?: Named; userProperties?: Named } } | undefined;
  /** gRPC: the metadata itself */
  get?: (name: string) => unknown;
}

type Named = Record<string, unknown>;

const AUTHORIZATION = 'authorization';

/**
 * Of a message: `authorization` (`Bearer …`) where the transport has headers or metadata; otherwise, as with TCP and
 * Redis, `access_token` in the data, which is the name that RFC 6750 §2.2 has for it in a body.
 */
export function tokenOfMessage(context: unknown, data: unknown): { header?: string; token?: string } {
  const { getHeaders, getMessage, get } = (context ?? {}) as MessageContext;
  const message = getMessage?.call(context);
  const header =
    getHeaders?.call(context)?.get?.(AUTHORIZATION) ??
    message?.headers?.[AUTHORIZATION] ??
    message?.properties?.headers?.[AUTHORIZATION] ??
    message?.properties?.userProperties?.[AUTHORIZATION] ??
    get?.call(context, AUTHORIZATION);
  const first: unknown = Array.isArray(header) ? header[0] : header;
  if (typeof first === 'string' || first instanceof Uint8Array) return { header: textOf(first) };
  const token = (data as Named | null | undefined)?.['access_token'];
  return typeof token === 'string' ? { token } : {};
}

/** Kafka's header values are bytes. */
function textOf(value: string | Uint8Array): string {
  return typeof value === 'string' ? value : new TextDecoder().decode(value);
}
