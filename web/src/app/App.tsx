import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { RouterProvider } from 'react-router';
import { Problem } from '../api/client';
import { router } from './router';
import { theme } from './theme';

// A refusal stays a refusal; only what may pass by itself is tried again.
const passing = (error: unknown): boolean => !(error instanceof Problem) || error.status === 0 || error.status >= 502;

const client = new QueryClient({
  defaultOptions: {
    queries: { retry: (count, error) => passing(error) && count < 2, staleTime: 5_000, networkMode: 'always' },
    mutations: { networkMode: 'always' },
  },
});

const Notifications = lazy(() => import('@mantine/notifications').then((module) => ({ default: module.Notifications })));

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? '';

export function App() {
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce}>
      <QueryClientProvider client={client}>
        <Suspense>
          <Notifications position="bottom-right" />
        </Suspense>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
