import { Anchor, Box, Group, Stack, Text, Title } from '@mantine/core';
import { useEffect, type ReactNode } from 'react';
import { Link } from 'react-router';
import { useText } from '../lib/i18n';

interface PageProps {
  title: string;
  /** Above the title: where this page belongs. */
  parent?: { to: string; label: string };
  badges?: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** A page with its one h1, its place, its actions; names the browser's tab. */
export function Page({ title, parent, badges, lead, actions, children }: PageProps) {
  const t = useText();
  useEffect(() => {
    document.title = `${title} · Turnout`;
  }, [title]);
  return (
    <Stack gap="lg">
      <Box component="header">
        {parent && (
          <Text size="sm" mb={4}>
            <Anchor component={Link} to={parent.to} size="sm" aria-label={t('nav.backTo', { page: parent.label })}>
              ← {parent.label}
            </Anchor>
          </Text>
        )}
        <Group justify="space-between" align="flex-start" gap="md">
          <Box miw={0} flex="1 1 260px">
            <Group gap="sm" align="center">
              <Title order={1} size="h2" className="break">
                {title}
              </Title>
              {badges}
            </Group>
            {lead && (
              <Text c="dimmed" mt={4} maw={760} component="div">
                {lead}
              </Text>
            )}
          </Box>
          {actions && <Group gap="xs">{actions}</Group>}
        </Group>
      </Box>
      {children}
    </Stack>
  );
}

/** A titled part of a page. */
export function Section({ title, hint, actions, children, id }: { title: string; hint?: ReactNode; actions?: ReactNode; children: ReactNode; id?: string }) {
  return (
    <section className="card" aria-label={title} id={id}>
      <Group justify="space-between" mb={hint ? 2 : 'sm'} align="flex-start">
        <Title order={2} size="h4">
          {title}
        </Title>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      {hint && (
        <Text size="sm" c="dimmed" mb="sm" maw={720}>
          {hint}
        </Text>
      )}
      {children}
    </section>
  );
}
