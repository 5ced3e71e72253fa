import { ActionIcon, Group, Menu } from '@mantine/core';
import { useText } from '../../lib/i18n';
import { Icon } from '../icons';

export interface RowMenuProps {
  negated: boolean;
  negate: () => void;
  remove: () => void;
  ignoreCase?: boolean;
  setIgnoreCase?: (on: boolean) => void;
}

/** What else can be done with a condition's row. */
export function RowMenu({ negated, negate, remove, ignoreCase, setIgnoreCase }: RowMenuProps) {
  const t = useText();
  return (
    <Group gap={2} wrap="nowrap">
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t('condition.more')}>
            <Icon name="more" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={negate}>{t(negated ? 'condition.unnegate' : 'condition.negate')}</Menu.Item>
          {setIgnoreCase && (
            <Menu.Item onClick={() => setIgnoreCase(!ignoreCase)} leftSection={ignoreCase ? <Icon name="check" size={14} /> : null}>
              {t('condition.ignoreCase')}
            </Menu.Item>
          )}
          <Menu.Item color="red" onClick={remove} leftSection={<Icon name="trash" size={14} />}>
            {t('action.remove')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ActionIcon variant="subtle" color="gray" size="lg" onClick={remove} aria-label={t('condition.remove')}>
        <Icon name="trash" size={16} />
      </ActionIcon>
    </Group>
  );
}
