import { useParams } from 'react-router';
import { useSnapshot } from '../../api/snapshots';
import { date } from '../../lib/format';
import { useText } from '../../lib/i18n';
import { EnvironmentMark, ExperimentStatusMark, Mark } from '../../ui/Badges';
import { Page } from '../../ui/Page';
import { Failed, LoadingPage } from '../../ui/states';
import { FrozenResults } from './FrozenResults';

/** A snapshot for those who are signed in, also when its link has ended. */
export function SnapshotPage() {
  const t = useText();
  const { environment, key, id } = useParams() as { environment: string; key: string; id: string };
  const query = useSnapshot(environment, key, id);
  if (query.isPending) return <LoadingPage />;
  if (query.isError) return <Failed error={query.error} retry={() => void query.refetch()} />;
  const snapshot = query.data;
  const content = snapshot.content!;
  return (
    <Page
      title={content.experiment.key}
      parent={{ to: `../${encodeURIComponent(key)}`, label: key }}
      badges={
        <>
          <Mark tone="info" icon="history">
            {t('frozen.mark')}
          </Mark>
          <ExperimentStatusMark status={content.experiment.status} />
          <EnvironmentMark environment={environment} />
          <Mark tone={snapshot.is_open ? 'good' : 'quiet'}>{snapshot.is_open ? t('share.until', { date: date(snapshot.expires_at) }) : t('share.ended')}</Mark>
        </>
      }
      lead={content.experiment.description}
    >
      <FrozenResults content={content} at={snapshot.created_at} note={snapshot.note} />
    </Page>
  );
}
