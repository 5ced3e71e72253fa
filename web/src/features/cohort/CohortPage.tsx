import { Button, Group, NativeSelect, Text, TextInput, VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import { useParams } from 'react-router';
import { useCohort, useMark } from '../../api/cohort';
import { dateTime } from '../../lib/format';
import { useText } from '../../lib/i18n';
import { EnvironmentMark, Tag } from '../../ui/Badges';
import { Page, Section } from '../../ui/Page';
import { Answer, Empty, FormProblem, LoadMore, problemText } from '../../ui/states';
import { Table } from '../../ui/Table';
import { done, failed } from '../../ui/toast';

/** Users and teams that are tests: everything works for them, and nothing of theirs counts. */
export function CohortPage() {
  const t = useText();
  const environment = useParams()['environment']!;
  const query = useCohort(environment);
  const mark = useMark(environment);
  const [unit, setUnit] = useState('user');
  const [id, setId] = useState('');
  const add = async () => {
    await mark.mutateAsync({ unit, id: id.trim(), synthetic: true });
    done(t('cohort.added', { id: id.trim() }));
    setId('');
  };
  const remove = (member: { unit: string; id: string }) => {
    mark
      .mutateAsync({ ...member, synthetic: false })
      .then(() => done(t('cohort.removed', { id: member.id }), () => mark.mutateAsync({ ...member, synthetic: true })))
      .catch((error: unknown) => failed(problemText(t, error)));
  };
  return (
    <Page title={t('nav.cohort')} badges={<EnvironmentMark environment={environment} />} lead={t('cohort.lead')}>
      <Section title={t('cohort.add')}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void add().catch(() => undefined);
          }}
        >
          <Group gap="sm" align="flex-end">
            <NativeSelect
              label={t('flag.unit')}
              value={unit}
              onChange={(event) => setUnit(event.currentTarget.value)}
              data={[
                { value: 'user', label: t('cohort.user') },
                { value: 'team', label: t('cohort.team') },
              ]}
            />
            <TextInput label={t('cohort.id')} value={id} onChange={(event) => setId(event.currentTarget.value)} maxLength={512} classNames={{ input: 'mono' }} flex="1 1 200px" />
            <Button type="submit" loading={mark.isPending} disabled={id.trim() === ''}>
              {t('cohort.add')}
            </Button>
          </Group>
          {mark.isError && <FormProblem error={mark.error} />}
        </form>
      </Section>
      <Answer query={query}>
        {() => {
          const members = query.data!.pages.flatMap((page) => page.items);
          if (members.length === 0)
            return (
              <Empty icon="shield" title={t('cohort.none')}>
                {t('cohort.noneHint')}
              </Empty>
            );
          return (
            <div className="card table-card">
              <Table verticalSpacing="sm" horizontalSpacing="md">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t('cohort.id')}</Table.Th>
                    <Table.Th className="wide-only">{t('field.created')}</Table.Th>
                    <Table.Th>
                      <VisuallyHidden>{t('field.actions')}</VisuallyHidden>
                    </Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {members.map((member) => (
                    <Table.Tr key={`${member.unit}/${member.id}`}>
                      <Table.Td className="mono break">
                        {member.id} <Tag>{member.unit}</Tag>
                      </Table.Td>
                      <Table.Td className="wide-only">
                        <Text size="sm" c="dimmed">
                          {dateTime(member.changed_at)}
                        </Text>
                      </Table.Td>
                      <Table.Td className="right">
                        <Button size="compact-sm" variant="subtle" color="red" onClick={() => remove(member)} aria-label={t('cohort.removeNamed', { id: member.id })}>
                          {t('action.remove')}
                        </Button>
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
              <LoadMore query={query} />
            </div>
          );
        }}
      </Answer>
    </Page>
  );
}
