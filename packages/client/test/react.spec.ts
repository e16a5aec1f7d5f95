import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { createClient } from '@gatehouse/client';
import { GatehouseProvider, useAuth } from '@gatehouse/client/react';

describe('useAuth', () => {
  const client = createClient({ baseUrl: 'http://127.0.0.1:1' });
  const Show = ({ given }: { given?: typeof client }) => {
    const auth = useAuth(given);
    return createElement('p', null, auth.status, auth.client === client ? ' of the client' : '');
  };

  it('knows nobody where a page is rendered ahead, by a provider or by an argument', () => {
    const provided = createElement(GatehouseProvider, { client }, createElement(Show));
    for (const page of [provided, createElement(Show, { given: client })]) {
      expect(renderToString(page).replaceAll('<!-- -->', '')).toBe('<p>unknown of the client</p>');
    }
  });

  it('says what is missing', () => {
    expect(() => renderToString(createElement(Show))).toThrow('GatehouseProvider');
  });
});
