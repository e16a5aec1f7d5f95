import { tokenOfMessage } from './token-of-message.js';

const BEARER = 'Bearer a.b.c';

describe('tokenOfMessage', () => {
  it.each<[string, unknown]>([
    ['NATS', { getHeaders: () => new Map([['authorization', BEARER]]) }],
    ['Kafka', { getMessage: () => ({ headers: { authorization: new TextEncoder().encode(BEARER) } }) }],
    ['RabbitMQ', { getMessage: () => ({ properties: { headers: { authorization: BEARER } } }) }],
    ['MQTT 5', { getMessage: () => ({ properties: { userProperties: { authorization: [BEARER] } } }) }],
    ['gRPC', { get: (name: string) => (name === 'authorization' ? [BEARER] : []) }],
  ])('finds it in the headers of %s, before the data', (_name, context) => {
    expect(tokenOfMessage(context, { access_token: 'x' })).toEqual({ header: BEARER });
  });

  it('finds it in the data where there are no headers', () => {
    for (const context of [undefined, null, {}, { getHeaders: () => undefined }, { getMessage: () => undefined }]) {
      expect(tokenOfMessage(context, { access_token: 'x' })).toEqual({ token: 'x' });
    }
  });

  it.each([undefined, null, 'text', 1, [], {}, { access_token: 1 }])('finds none in %j', (data) => {
    expect(tokenOfMessage({}, data)).toEqual({});
  });
});
