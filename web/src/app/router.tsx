import { createBrowserRouter, Navigate, type RouteObject } from 'react-router';
import { LoadingPage } from '../ui/states';
import { Crash } from './Crash';
import { Home } from './Home';
import { Shell } from './Shell';

// Every page is a chunk of its own: the first load carries the shell and the page asked for.
const flags: RouteObject[] = [
  { index: true, lazy: async () => ({ Component: (await import('../features/flags/FlagsPage')).FlagsPage }) },
  { path: 'new', lazy: async () => ({ Component: (await import('../features/flags/NewFlagPage')).NewFlagPage }) },
  { path: ':key', lazy: async () => ({ Component: (await import('../features/flags/FlagPage')).FlagPage }) },
];
const experiments: RouteObject[] = [
  { index: true, lazy: async () => ({ Component: (await import('../features/experiments/ExperimentsPage')).ExperimentsPage }) },
  { path: 'new', lazy: async () => ({ Component: (await import('../features/experiments/NewExperimentPage')).NewExperimentPage }) },
  { path: ':key', lazy: async () => ({ Component: (await import('../features/experiments/ExperimentPage')).ExperimentPage }) },
];
const segments: RouteObject[] = [
  { index: true, lazy: async () => ({ Component: (await import('../features/segments/SegmentsPage')).SegmentsPage }) },
  { path: ':key', lazy: async () => ({ Component: (await import('../features/segments/SegmentPage')).SegmentPage }) },
];
const metrics: RouteObject[] = [
  { index: true, lazy: async () => ({ Component: (await import('../features/metrics/MetricsPage')).MetricsPage }) },
  { path: ':key', lazy: async () => ({ Component: (await import('../features/metrics/MetricPage')).MetricPage }) },
];

export const router = createBrowserRouter([
  {
    ErrorBoundary: Crash,
    HydrateFallback: LoadingPage,
    children: [
      { path: '/sign-in', lazy: async () => ({ Component: (await import('../features/session/SignInPage')).SignInPage }) },
      { path: '/join', lazy: async () => ({ Component: (await import('../features/session/JoinPage')).JoinPage }) },
      {
        element: <Shell />,
        children: [
          { index: true, element: <Home /> },
          { path: 'environments', lazy: async () => ({ Component: (await import('../features/environments/EnvironmentsPage')).EnvironmentsPage }) },
          { path: 'members', lazy: async () => ({ Component: (await import('../features/members/MembersPage')).MembersPage }) },
          { path: 'webhooks', lazy: async () => ({ Component: (await import('../features/webhooks/WebhooksPage')).WebhooksPage }) },
          {
            path: 'env/:environment',
            children: [
              { index: true, element: <Navigate to="flags" replace /> },
              { path: 'flags', children: flags },
              { path: 'experiments', children: experiments },
              { path: 'segments', children: segments },
              { path: 'metrics', children: metrics },
              { path: 'reviews', lazy: async () => ({ Component: (await import('../features/drafts/DraftsPage')).DraftsPage }) },
              { path: 'layers', lazy: async () => ({ Component: (await import('../features/experiments/LayersPage')).LayersPage }) },
              { path: 'live', lazy: async () => ({ Component: (await import('../features/live/LivePage')).LivePage }) },
              { path: 'keys', lazy: async () => ({ Component: (await import('../features/keys/KeysPage')).KeysPage }) },
              { path: 'audit', lazy: async () => ({ Component: (await import('../features/audit/AuditPage')).AuditPage }) },
              { path: 'start', lazy: async () => ({ Component: (await import('../features/start/StartPage')).StartPage }) },
            ],
          },
          { path: '*', lazy: async () => ({ Component: (await import('./NotFound')).NotFound }) },
        ],
      },
    ],
  },
]);
