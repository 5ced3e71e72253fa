import { Button, Group, SegmentedControl, Stack, Switch, TagsInput, Text, TextInput, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useFlagTags, useSaveFlag } from '../../api/queries';
import type { FlagType } from '../../api/types';
import { keyFault } from '../../lib/keys';
import { useText } from '../../lib/i18n';
import { EnvironmentMark } from '../../ui/Badges';
import { Page } from '../../ui/Page';
import { FormProblem } from '../../ui/states';
import { done } from '../../ui/toast';
import { blankFlag, variantsFor } from './draft';
import { Variants } from './Variants';

/** A flag in four fields; everything else has a good default and waits on its page. */
export function NewFlagPage() {
  const t = useText();
  const environment = useParams()['environment']!;
  const navigate = useNavigate();
  const save = useSaveFlag(environment);
  const tags = useFlagTags(environment).data?.map((one) => one.tag) ?? [];
  const [flag, setFlag] = useState(() => blankFlag());
  const [touched, setTouched] = useState(false);
  const fault = keyFault(t, flag.key);
  const submit = async () => {
    setTouched(true);
    if (fault) return;
    const { algorithm: _algorithm, salt: _salt, ...request } = flag;
    const saved = await save.mutateAsync({ flag: request as typeof flag, createOnly: true });
    done(t('flag.created', { flag: saved.value.key, environment }));
    await navigate(`../${encodeURIComponent(saved.value.key)}`);
  };
  return (
    <Page title={t('flags.create')} parent={{ to: '..', label: t('nav.flags') }} badges={<EnvironmentMark environment={environment} />}>
      <form
        className="narrow"
        onSubmit={(event) => {
          event.preventDefault();
          void submit().catch(() => undefined);
        }}
      >
        <Stack gap="md">
          <div className="card">
            <Stack gap="md">
              <TextInput
                label={t('field.key')}
                description={t('flag.keyHint')}
                value={flag.key}
                onChange={(event) => setFlag({ ...flag, key: event.currentTarget.value })}
                onBlur={() => setTouched(flag.key !== '')}
                error={touched ? fault : null}
                classNames={{ input: 'mono' }}
                required
                autoFocus
                autoComplete="off"
                spellCheck={false}
                maxLength={128}
              />
              <Textarea label={t('field.description')} value={flag.description} onChange={(event) => setFlag({ ...flag, description: event.currentTarget.value })} autosize minRows={2} />
              <div role="group" aria-label={t('flag.type')}>
                <Text size="sm" fw={600} mb={4}>
                  {t('flag.type')}
                </Text>
                <SegmentedControl
                  value={flag.type}
                  aria-label={t('flag.type')}
                  onChange={(type) => setFlag({ ...flag, type: type as FlagType, variants: variantsFor(type as FlagType), on_variant: 'on', off_variant: 'off' })}
                  data={(['boolean', 'string', 'number', 'json'] as const).map((type) => ({ value: type, label: t(`type.${type}`) }))}
                />
              </div>
              <TagsInput label={t('field.tags')} data={tags} value={flag.tags} onChange={(tags) => setFlag({ ...flag, tags })} splitChars={[',', ' ']} acceptValueOnBlur />
              <Switch label={t('flag.startOn')} checked={flag.enabled} onChange={(event) => setFlag({ ...flag, enabled: event.currentTarget.checked })} />
              <Switch
                label={t('flag.critical')}
                description={t('flag.criticalHint')}
                checked={flag.critical}
                onChange={(event) => setFlag({ ...flag, critical: event.currentTarget.checked })}
              />
            </Stack>
          </div>
          {flag.type !== 'boolean' && <Variants draft={flag} set={(change) => setFlag({ ...flag, ...change })} />}
          <FormProblem error={save.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={() => void navigate('..')}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {t('flags.create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Page>
  );
}
