import { Alert, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { previewFlag } from '../../api/queries';
import type { Flag, Preview } from '../../api/types';
import { list, number, percent } from '../../lib/format';
import { useText } from '../../lib/i18n';
import { Mark } from '../../ui/Badges';
import { Icon } from '../../ui/icons';
import { FormProblem } from '../../ui/states';

/** What publishing would do to the units seen lately, as the server counts it. */
export function PreviewPanel({ environment, draft }: { environment: string; draft: Flag }) {
  const t = useText();
  const query = useQuery({ queryKey: ['preview', environment, draft], queryFn: ({ signal }) => previewFlag(environment, draft, signal), staleTime: 10_000, retry: false });
  return (
    <section className="check" aria-label={t('preview.title')}>
      <Text fw={600} size="sm" mb={6}>
        {t('preview.title')}
      </Text>
      {query.isPending ? <Skeleton height={20} /> : query.isError ? <FormProblem error={query.error} /> : <Told preview={query.data} />}
    </section>
  );
}

function Told({ preview }: { preview: Preview }) {
  const t = useText();
  const { contexts } = preview;
  const moves = preview.moves.filter((move) => move.changed);
  const name = (variant: string | null) => variant ?? t('preview.nothing');
  return (
    <Stack gap={6}>
      {preview.spoils.map((spoiled) => (
        <Alert key={spoiled.experiment} color="red" icon={<Icon name="warning" />}>
          {t('preview.spoils', { experiment: spoiled.experiment, why: spoiled.why })}
        </Alert>
      ))}
      {preview.alternatives.map((way) => (
        <Text key={way} size="sm">
          {t('preview.instead', { way })}
        </Text>
      ))}
      {contexts.sampled === 0 ? (
        <Text size="sm" c="dimmed">
          {t('preview.unseen')}
        </Text>
      ) : contexts.changed === 0 ? (
        <div>
          <Mark tone="good" icon="check">
            {t('preview.safe')}
          </Mark>
        </div>
      ) : (
        <Text size="sm">{t('preview.changes', { changed: contexts.changed, sampled: contexts.sampled, share: percent(contexts.changed_share ?? 0) })}</Text>
      )}
      {moves.length > 0 && (
        <ul className="plain-list">
          {moves.map((move) => (
            <li key={`${move.from} ${move.to}`}>
              <Text size="sm" span className="mono">
                {t('preview.move', { from: name(move.from), to: name(move.to), count: number(move.count) })}
              </Text>
            </li>
          ))}
        </ul>
      )}
      {contexts.not_kept.length > 0 && (
        <Text size="sm" c="dimmed">
          {t('preview.notKept', { attributes: list(contexts.not_kept) })}
        </Text>
      )}
    </Stack>
  );
}
