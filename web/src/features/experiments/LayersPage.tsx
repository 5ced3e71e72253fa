import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useAllExperiments, useHoldout, useSetHoldout } from '../../api/experiments';
import { useCan } from '../../api/queries';
import { number, share } from '../../lib/format';
import { useText } from '../../lib/i18n';
import { EnvironmentMark, ExperimentStatusMark } from '../../ui/Badges';
import { Confirm } from '../../ui/Confirm';
import { Page, Section } from '../../ui/Page';
import { ShareField } from '../../ui/ShareField';
import { Answer, Empty } from '../../ui/states';
import { done } from '../../ui/toast';
import { layersOf, slotCount, type LayerStrip } from './layers';

/** Which experiments exclude each other, drawn as one strip for each layer, and the holdout. */
export function LayersPage() {
  const t = useText();
  const environment = useParams()['environment']!;
  const query = useAllExperiments(environment);
  return (
    <Page title={t('nav.layers')} badges={<EnvironmentMark environment={environment} />} lead={t('layers.lead')}>
      <Holdout environment={environment} />
      <Answer query={query}>
        {() => {
          const layers = layersOf(query.data!);
          if (layers.length === 0) return <Empty icon="layer" title={t('layers.none')}>{t('layers.noneHint')}</Empty>;
          return (
            <Stack gap="md">
              {layers.map((layer) => (
                <Section key={layer.key} title={layer.key}>
                  <Strip layer={layer} />
                </Section>
              ))}
            </Stack>
          );
        }}
      </Answer>
    </Page>
  );
}

function Strip({ layer }: { layer: LayerStrip }) {
  const t = useText();
  const wide = (slots: number) => share((slots / slotCount) * 100);
  return (
    <Stack gap="sm">
      <div className="strip" aria-hidden="true">
        {layer.parts.map((part) => (
          <div key={part.from} className={part.experiments.length === 0 ? 'strip-free' : part.experiments.length > 1 ? 'strip-part strip-shared' : 'strip-part'} style={{ flexGrow: part.to - part.from }}>
            {part.experiments.map((one) => one.key).join(' · ')}
          </div>
        ))}
      </div>
      <ul className="plain-list">
        {layer.experiments.map((one) => (
          <li key={one.key}>
            <Group gap={8}>
              <Anchor component={Link} to={`../experiments/${encodeURIComponent(one.key)}`} className="mono break">
                {one.key}
              </Anchor>
              <ExperimentStatusMark status={one.status} />
              <Text size="sm" c="dimmed">
                {t('layers.slots', { from: number(one.layer!.from), to: number(one.layer!.to - 1), share: wide(one.layer!.to - one.layer!.from) })}
              </Text>
            </Group>
          </li>
        ))}
        {layer.free > 0 && (
          <li>
            <Text size="sm" c="dimmed">
              {t('layers.free', { share: wide(layer.free) })}
            </Text>
          </li>
        )}
      </ul>
    </Stack>
  );
}

function Holdout({ environment }: { environment: string }) {
  const t = useText();
  const query = useHoldout(environment);
  const save = useSetHoldout(environment);
  const mayWrite = useCan('experiments_write');
  const [draft, setDraft] = useState<number | null>(null);
  const [asking, setAsking] = useState(false);
  return (
    <Section title={t('layers.holdout')} hint={t('layers.holdoutHint')}>
      <Answer query={query}>
        {() => {
          const { value, etag } = query.data!;
          const shown = draft ?? value.percent;
          return (
            <fieldset disabled={!mayWrite} className="bare">
              <Stack gap="sm" maw={520}>
                <ShareField label={t('layers.holdoutShare')} value={shown} onChange={setDraft} />
                {shown !== value.percent && (
                  <Group>
                    <Button onClick={() => setAsking(true)}>{t('action.save')}</Button>
                    <Button variant="default" onClick={() => setDraft(null)}>
                      {t('action.discard')}
                    </Button>
                  </Group>
                )}
              </Stack>
              <Confirm
                opened={asking}
                close={() => setAsking(false)}
                title={t('layers.holdoutAsk')}
                confirm={t('action.save')}
                run={async () => {
                  await save.mutateAsync({ percent: shown, match: etag });
                  setDraft(null);
                  done(t('layers.holdoutSaved', { share: share(shown) }));
                }}
              >
                <EnvironmentMark environment={environment} /> {t('layers.holdoutAskText')}
              </Confirm>
            </fieldset>
          );
        }}
      </Answer>
    </Section>
  );
}

