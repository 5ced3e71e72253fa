import { ActionIcon, CopyButton, Group, Tooltip } from '@mantine/core';
import { useText } from '../lib/i18n';
import { Icon } from './icons';

export function Copy({ value, label }: { value: string; label?: string }) {
  const t = useText();
  return (
    <CopyButton value={value} timeout={1500}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? t('action.copied') : (label ?? t('action.copy'))}>
          <ActionIcon variant="subtle" color="gray" onClick={copy} aria-label={copied ? t('action.copied') : (label ?? t('action.copy'))}>
            <Icon name={copied ? 'check' : 'copy'} size={15} />
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  );
}

/** Code to take along. */
export function Snippet({ code, label }: { code: string; label: string }) {
  return (
    <div className="snippet">
      <pre tabIndex={0} aria-label={label}>
        <code>{code}</code>
      </pre>
      <Group className="snippet-copy">
        <Copy value={code} />
      </Group>
    </div>
  );
}
