import { GatehouseProvider } from '@gatehouse/client/react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.js';
import { client } from './client.js';
import './styles/base.css';
import './styles/frame.css';
import './styles/forms.css';
import './styles/lists.css';

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <GatehouseProvider client={client}>
      <App />
    </GatehouseProvider>
  </StrictMode>,
);
