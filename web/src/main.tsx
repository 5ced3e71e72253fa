import './app/styles';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { startLocale } from './lib/i18n';
import { App } from './app/App';

// The library that holds the page still behind a dialog writes a style element, and looks here for its nonce.
Object.assign(globalThis, { __webpack_nonce__: document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content });

await startLocale();
createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
