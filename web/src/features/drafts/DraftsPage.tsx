import { Button, Group, List, NativeSelect, Stack, Text } from '@mantine/core';
import { useParams } from 'react-router';
import { useDrafts, useDraftStep, type DraftStep } from '../../api/drafts';
import { useCan, useSession } from '../../api/queries';
import type { Draft } from '../../api/types';
import { dateTime } from '../../lib/format';
import { plural, useText } from '../../lib/i18n';
import { EnvironmentMark, Mark, Tag } from '../../ui/Badges';
import { Icon } from '../../ui/icons';
import { Page } from '../../ui/Page';
import { Answer, Empty, FormProblem } from '../../ui/states';
import { done } from '../../ui/toast';
import { useView } from '../../ui/useView';

const statuses = ['open', 'approved', 'rejected', 'withdrawn', 'applied', 'failed'] as const;
const tones = { open: 'info', approved: 'good', rejected: 'bad', withdrawn: 'quiet', applied: 'good', failed: 'bad' } as const;

/** Changes that wait for somebody else's consent, and what became of earlier ones. */
export function DraftsPage() {
  const t = useText();
  const environment = useParams()['environment']!;
  const [status, setStatus] = useView('status');
  const query = useDrafts(environment, status);
  return (
    <Page title={t('nav.drafts')} badges={<EnvironmentMark environment={environment} />} lead={t('drafts.lead')}>
      <Group>
        <NativeSelect
          aria-label={t('drafts.status')}
          value={status}
          onChange={(event) => setStatus(event.currentTarget.value)}
          data={[{ value: '', label: t('drafts.anyStatus') }, ...statuses.map((one) => ({ value: one, label: t(`drafts.status.${one}`) }))]}
        />
      </Group>
      <Answer query={query}>
        {() =>
          query.data!.items.length === 0 ? (
            <Empty icon="check" title={t('drafts.none')}>
              {t('drafts.noneHint')}
            </Empty>
          ) : (
            <Stack gap="md">
              {query.data!.items.map((draft) => (
                <DraftCard key={draft.id} environment={environment} draft={draft} />
              ))}
            </Stack>
          )
        }
      </Answer>
    </Page>
  );
}

function DraftCard({ environment, draft }: { environment: string; draft: Draft }) {
  const t = useText();
  const step = useDraftStep(environment);
  const mayRelease = useCan('release');
  const mayWrite = useCan('flags_write');
  const isMine = useSession().data?.actor === draft.author;
  const waits = draft.status === 'open' || draft.status === 'approved';
  const steps: DraftStep[] = !waits
    ? []
    : [...(mayRelease && !isMine && draft.status === 'open' ? (['approve', 'reject'] as const) : []), ...(mayRelease && draft.status === 'approved' ? (['apply'] as const) : []), ...(mayWrite && isMine ? (['withdraw'] as const) : [])];
  return (
    <section className="card" aria-label={`${draft.kind} ${draft.key}`}>
      <Group gap="sm">
        <Tag>{`${draft.kind} · ${draft.action}`}</Tag>
        <Text fw={600} className="mono break">
          {draft.key}
        </Text>
        <Mark tone={tones[draft.status]}>{t(`drafts.status.${draft.status}`)}</Mark>
        {draft.approvals_needed > 0 && <Mark tone="warn">{plural(t, 'drafts.needs', draft.approvals_needed)}</Mark>}
      </Group>
      <Text size="sm" c="dimmed" mt={4}>
        {t('drafts.by', { who: draft.author, when: dateTime(draft.created_at) })}
        {draft.apply_at && ` · ${t('drafts.applyAt', { when: dateTime(draft.apply_at) })}`}
      </Text>
      {draft.comment && <Text mt="xs">{draft.comment}</Text>}
      <List size="sm" spacing={4} mt="xs">
        {draft.differences.map((difference, index) => (
          <List.Item key={index}>{difference.words}</List.Item>
        ))}
      </List>
      {draft.reviews.map((review) => (
        <Text key={review.actor + review.at} size="sm" mt="xs">
          {t(review.approved ? 'drafts.approvedBy' : 'drafts.rejectedBy', { who: review.actor, comment: review.comment })}
        </Text>
      ))}
      {draft.outdated && waits && (
        <Text size="sm" mt="xs">
          <Mark tone="warn" icon="warning">
            {t('drafts.outdated')}
          </Mark>
        </Text>
      )}
      {draft.problem && (
        <Text size="sm" mt="xs" c="red">
          {draft.problem}
        </Text>
      )}
      <FormProblem error={step.error} />
      {steps.length > 0 && (
        <Group gap="xs" mt="sm">
          {steps.map((one) => (
            <Button
              key={one}
              size="sm"
              variant={one === 'approve' || one === 'apply' ? 'filled' : 'default'}
              loading={step.isPending}
              leftSection={one === 'approve' || one === 'apply' ? <Icon name="check" size={15} /> : undefined}
              onClick={() => {
                step
                  .mutateAsync({ id: draft.id, step: one })
                  .then(() => done(t('drafts.did', { action: t(`drafts.do.${one}`) })))
                  .catch(() => undefined);
              }}
            >
              {t(`drafts.do.${one}`)}
            </Button>
          ))}
        </Group>
      )}
    </section>
  );
}
