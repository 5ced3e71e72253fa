import { Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import { useText } from '../lib/i18n';
import { Icon, type IconName } from './icons';
import { useView } from './useView';

/** An item's form and, beside it, its past. What is typed stays while one looks at the past. */
export function HistoryTabs({ label, icon, children, history }: { label: string; icon: IconName; children: ReactNode; history: () => ReactNode }) {
  const t = useText();
  const [tab, setTab] = useView('tab');
  return (
    <Tabs value={tab || 'edit'} onChange={(next) => setTab(next === 'edit' ? '' : (next ?? ''))}>
      <Tabs.List>
        <Tabs.Tab value="edit" leftSection={<Icon name={icon} size={15} />}>
          {label}
        </Tabs.Tab>
        <Tabs.Tab value="history" leftSection={<Icon name="history" size={15} />}>
          {t('flag.tab.history')}
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="edit" pt="lg">
        {children}
      </Tabs.Panel>
      <Tabs.Panel value="history" pt="lg">
        {tab === 'history' && history()}
      </Tabs.Panel>
    </Tabs>
  );
}
