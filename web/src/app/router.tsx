import type { ComponentType } from 'react';
import { createBrowserRouter, Navigate, type RouteObject } from 'react-router';
import { allMessages } from '../lib/i18n';
import { LoadingPage } from '../ui/states';
import { Crash } from './Crash';
import { Home } from './Home';
import { Shell } from './Shell';

const page = (load: () => Promise<ComponentType>) => async () => {
  const [Component] = await Promise.all([load(), allMessages()]);
  return { Component };
};

// Every page is a chunk of its own: the first load carries the shell and the page asked for.
const flags: RouteObject[] = [
  { index: true, lazy: async () => ({ Component: (await import('../features/flags/FlagsPage')).FlagsPage }) },
  { path: 'new', lazy: page(async () => (await import('../features/flags/NewFlagPage')).NewFlagPage) },
  { path: ':key', lazy: page(async () => (await import('../features/flags/FlagPage')).FlagPage) },
  { path: ':key/experiment', lazy: page(async () => (await import('../features/experiments/FromFlagPage')).FromFlagPage) },
];
const experiments: RouteObject[] = [
  { index: true, lazy: page(async () => (await import('../features/experiments/ExperimentsPage')).ExperimentsPage) },
  { path: 'new', lazy: page(async () => (await import('../features/experiments/NewExperimentPage')).NewExperimentPage) },
  { path: ':key', lazy: page(async () => (await import('../features/experiments/ExperimentPage')).ExperimentPage) },
  { path: ':key/snapshots/:id', lazy: page(async () => (await import('../features/experiments/SnapshotPage')).SnapshotPage) },
];
const segments: RouteObject[] = [
  { index: true, lazy: page(async () => (await import('../features/segments/SegmentsPage')).SegmentsPage) },
  { path: ':key', lazy: page(async () => (await import('../features/segments/SegmentPage')).SegmentPage) },
];
const metrics: RouteObject[] = [
  { index: true, lazy: page(async () => (await import('../features/metrics/MetricsPage')).MetricsPage) },
  { path: ':key', lazy: page(async () => (await import('../features/metrics/MetricPage')).MetricPage) },
];

export const router = createBrowserRouter([
  {
    ErrorBoundary: Crash,
    HydrateFallback: LoadingPage,
    children: [
      { path: '/sign-in', lazy: page(async () => (await import('../features/session/SignInPage')).SignInPage) },
      { path: '/shared', lazy: page(async () => (await import('../features/experiments/SharedPage')).SharedPage) },
      { path: '/join', lazy: page(async () => (await import('../features/session/JoinPage')).JoinPage) },
      {
        element: <Shell />,
        children: [
          { index: true, element: <Home /> },
          { path: 'environments', lazy: page(async () => (await import('../features/environments/EnvironmentsPage')).EnvironmentsPage) },
          { path: 'members', lazy: page(async () => (await import('../features/members/MembersPage')).MembersPage) },
          { path: 'tokens', lazy: page(async () => (await import('../features/tokens/TokensPage')).TokensPage) },
          { path: 'sinks', lazy: page(async () => (await import('../features/sinks/SinksPage')).SinksPage) },
          { path: 'webhooks', lazy: page(async () => (await import('../features/webhooks/WebhooksPage')).WebhooksPage) },
          {
            path: 'env/:environment',
            children: [
              { index: true, element: <Navigate to="flags" replace /> },
              { path: 'flags', children: flags },
              { path: 'experiments', children: experiments },
              { path: 'segments', children: segments },
              { path: 'metrics', children: metrics },
              { path: 'reviews', lazy: page(async () => (await import('../features/drafts/DraftsPage')).DraftsPage) },
              { path: 'layers', lazy: page(async () => (await import('../features/experiments/LayersPage')).LayersPage) },
              { path: 'live', lazy: page(async () => (await import('../features/live/LivePage')).LivePage) },
              { path: 'cohort', lazy: page(async () => (await import('../features/cohort/CohortPage')).CohortPage) },
              { path: 'keys', lazy: page(async () => (await import('../features/keys/KeysPage')).KeysPage) },
              { path: 'audit', lazy: page(async () => (await import('../features/audit/AuditPage')).AuditPage) },
              { path: 'start', lazy: page(async () => (await import('../features/start/StartPage')).StartPage) },
            ],
          },
          { path: '*', lazy: page(async () => (await import('./NotFound')).NotFound) },
        ],
      },
    ],
  },
]);
