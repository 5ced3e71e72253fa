import { ActionIcon, Box, Burger, Button, Group, Kbd, NavLink, Stack, Text, useMantineColorScheme } from '@mantine/core';
import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect } from 'react';
import { Link, Navigate, Outlet, ScrollRestoration, useLocation, useNavigate, useParams } from 'react-router';
import { onSignedOut, Problem } from '../api/client';
import { signOut, useSession } from '../api/queries';
import { allMessages, locales, setLocale, useLocale, useText, type Locale } from '../lib/i18n';
import { Icon } from '../ui/icons';
import { Failed, LoadingPage } from '../ui/states';
import { EnvironmentSwitch } from './EnvironmentSwitch';
import type { Destination } from './Palette';
import { lastEnvironment, rememberEnvironment } from './environment';

const loadPalette = async () => (await Promise.all([import('./Palette'), allMessages()]))[0];
const Palette = lazy(loadPalette);

const pages: Destination[] = [
  { at: 'flags', icon: 'flag', label: 'nav.flags' },
  { at: 'experiments', icon: 'experiment', label: 'nav.experiments' },
  { at: 'layers', icon: 'layer', label: 'nav.layers' },
  { at: 'segments', icon: 'segment', label: 'nav.segments' },
  { at: 'metrics', icon: 'metric', label: 'nav.metrics' },
  { at: 'reviews', icon: 'check', label: 'nav.drafts' },
  { at: 'live', icon: 'live', label: 'nav.live' },
  { at: 'start', icon: 'start', label: 'nav.start' },
  { at: 'keys', icon: 'key', label: 'nav.keys' },
  { at: 'cohort', icon: 'shield', label: 'nav.cohort' },
  { at: 'audit', icon: 'audit', label: 'nav.audit' },
];

/** What is the same for all environments. */
const places: Destination[] = [
  { at: '/environments', icon: 'environment', label: 'nav.environments' },
  { at: '/members', icon: 'segment', label: 'nav.members' },
  { at: '/tokens', icon: 'key', label: 'nav.tokens' },
  { at: '/webhooks', icon: 'right', label: 'nav.webhooks' },
  { at: '/sinks', icon: 'download', label: 'nav.sinks' },
];

/** The frame of every page but the sign-in: navigation, environment, palette, language, theme. */
export function Shell() {
  const t = useText();
  const session = useSession();
  const client = useQueryClient();
  const navigate = useNavigate();
  const location = useLocation();
  const environment = useParams()['environment'] ?? lastEnvironment() ?? 'production';
  const [menuOpen, menu] = useDisclosure(false);
  const [paletteOpen, palette] = useDisclosure(false);
  useHotkeys([['mod+K', palette.toggle]], []);

  useEffect(() => rememberEnvironment(environment), [environment]);
  // Fetched when all is quiet, so that the first key typed after Ctrl-K is not lost.
  useEffect(() => {
    const timer = setTimeout(() => void loadPalette(), 1000);
    return () => clearTimeout(timer);
  }, []);
  const { close } = menu;
  useEffect(close, [location.pathname, close]);
  useEffect(
    () =>
      onSignedOut(() => {
        client.clear();
        void navigate(`/sign-in?from=${encodeURIComponent(window.location.pathname + window.location.search)}`, { replace: true });
      }),
    [client, navigate],
  );

  if (session.isPending) return <LoadingPage />;
  if (session.isError) {
    if (session.error instanceof Problem && session.error.status === 401) return <Navigate to={`/sign-in?from=${encodeURIComponent(location.pathname + location.search)}`} replace />;
    return (
      <Box p="xl">
        <Failed error={session.error} retry={() => void session.refetch()} />
      </Box>
    );
  }

  return (
    <div className="shell">
      <a className="skip-link" href="#main">
        {t('nav.skip')}
      </a>
      <header className="shell-header">
        <Burger opened={menuOpen} onClick={menu.toggle} size="sm" aria-label={t('nav.menu')} aria-expanded={menuOpen} />
        <Brand />
        <ActionIcon variant="subtle" color="gray" size="lg" onClick={palette.open} aria-label={t('palette.open')}>
          <Icon name="search" />
        </ActionIcon>
      </header>
      <nav className={`shell-nav${menuOpen ? ' is-open' : ''}`} aria-label={t('nav.main')}>
        <Group px={6} py={4} mb="sm" className="shell-brand">
          <Brand />
        </Group>
        <EnvironmentSwitch environment={environment} />
        <Button
          variant="default"
          mt="sm"
          justify="space-between"
          leftSection={<Icon name="search" size={15} />}
          rightSection={<Kbd size="xs">{/Mac/.test(navigator.userAgent) ? '⌘K' : 'Ctrl K'}</Kbd>}
          onClick={palette.open}
          className="palette-button"
        >
          {t('palette.open')}
        </Button>
        <Stack gap={2} mt="md" flex={1} className="nav-links">
          {pages.map((page) => {
            const to = `/env/${encodeURIComponent(environment)}/${page.at}`;
            const active = location.pathname === to || location.pathname.startsWith(`${to}/`);
            return <NavLink key={page.at} component={Link} to={to} label={t(page.label)} leftSection={<Icon name={page.icon} />} active={active} {...(active ? { 'aria-current': 'page' as const } : {})} />;
          })}
          <hr className="nav-line" />
          {places.map((place) => (
            <NavLink key={place.at} component={Link} to={place.at} label={t(place.label)} leftSection={<Icon name={place.icon} />} active={location.pathname === place.at} {...(location.pathname === place.at ? { 'aria-current': 'page' as const } : {})} />
          ))}
        </Stack>
        <Footer actor={session.data.actor} />
      </nav>
      <main id="main" tabIndex={-1} className="shell-main">
        <div className="content">
          <Suspense fallback={<LoadingPage />}>
            <Outlet />
          </Suspense>
        </div>
      </main>
      <Suspense>{paletteOpen && <Palette environment={environment} close={palette.close} pages={pages} places={places} />}</Suspense>
      <ScrollRestoration />
    </div>
  );
}

function Brand() {
  return (
    <Link to="/" className="brand">
      <img src="/favicon.svg" width={24} height={24} alt="" />
      {'Turnout'}
    </Link>
  );
}

function Footer({ actor }: { actor: string }) {
  const t = useText();
  const locale = useLocale();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const next = colorScheme === 'auto' ? 'light' : colorScheme === 'light' ? 'dark' : 'auto';
  const leave = async () => {
    await signOut().catch(() => undefined);
    client.clear();
    await navigate('/sign-in');
  };
  return (
    <Group justify="space-between" wrap="nowrap" pt="sm" className="nav-footer">
      <Text size="sm" truncate title={actor}>
        {actor}
      </Text>
      <Group gap={2} wrap="nowrap">
        <ActionIcon variant="subtle" color="gray" onClick={() => setColorScheme(next)} aria-label={t(`theme.${colorScheme}`)} title={t(`theme.${colorScheme}`)}>
          <Icon name={colorScheme === 'dark' ? 'moon' : 'sun'} />
        </ActionIcon>
        <span className="language">
          <Icon name="language" />
          <select aria-label={t('nav.language')} title={locales[locale]} value={locale} onChange={(event) => void setLocale(event.currentTarget.value as Locale)}>
            {(Object.keys(locales) as Locale[]).map((one) => (
              <option key={one} value={one} lang={one}>
                {locales[one]}
              </option>
            ))}
          </select>
        </span>
        <ActionIcon variant="subtle" color="gray" onClick={() => void leave()} aria-label={t('nav.signOut')} title={t('nav.signOut')}>
          <Icon name="signOut" />
        </ActionIcon>
      </Group>
    </Group>
  );
}
