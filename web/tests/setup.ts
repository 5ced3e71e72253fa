import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';
import { allMessages } from '../src/lib/i18n';

// What Mantine asks a browser for and jsdom does not have.
window.matchMedia = (query) => ({ matches: false, media: query, onchange: null, addEventListener() {}, removeEventListener() {}, addListener() {}, removeListener() {}, dispatchEvent: () => false });
window.ResizeObserver = class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
Element.prototype.scrollIntoView = () => undefined;

afterEach(cleanup);
await allMessages();
