import { Modal, TextInput, UnstyledButton } from '@mantine/core';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { useNavigate } from 'react-router';
import { useDebouncedValue } from '@mantine/hooks';
import { metrics, segments, useCan, useEnvironments, useFound, useToggleFlag } from '../api/queries';
import type { Experiment, Flag } from '../api/types';
import { useText, type MessageKey } from '../lib/i18n';
import { rank } from '../lib/rank';
import { isProduction } from '../ui/Badges';
import { Icon, type IconName } from '../ui/icons';
import { problemText } from '../ui/states';
import { done, failed } from '../ui/toast';

interface Command {
  id: string;
  icon: IconName;
  label: string;
  hint: string;
  run: () => void;
}

const shown = 12;

/** A page of the navigation. */
export interface Destination {
  at: string;
  icon: IconName;
  label: MessageKey;
}

interface PaletteProps {
  environment: string;
  close: () => void;
  /** Pages of the environment, and those that are the same for all. */
  pages: Destination[];
  places: Destination[];
}

/** Ctrl/Cmd-K: every page, flag, experiment, segment and metric, and the things one does with them. */
export default function Palette({ environment, close, pages, places }: PaletteProps) {
  const t = useText();
  const navigate = useNavigate();
  const [entry, setEntry] = useState('');
  const [chosen, setChosen] = useState(0);
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const environments = useEnvironments();
  // Of flags and experiments there may be thousands: the server finds, the palette ranks.
  const verbs = `${t('palette.turnOn', { flag: '' })} ${t('palette.turnOff', { flag: '' })}`.toLowerCase().split(/\s+/);
  const [wanted] = useDebouncedValue(
    entry
      .split(/\s+/)
      .filter((word) => word !== '' && !verbs.includes(word.toLowerCase()))
      .join(' '),
    80,
  );
  const flags = useFound<Flag>(environment, 'flags', wanted);
  const experiments = useFound<Experiment>(environment, 'experiments', wanted);
  const allSegments = segments.useAll(environment);
  const allMetrics = metrics.useAll(environment);
  const mayWrite = useCan('flags_write');
  const toggle = useToggleFlag(environment);
  const { mutateAsync: switchFlag } = toggle;

  const commands = useMemo<Command[]>(() => {
    const base = `/env/${encodeURIComponent(environment)}`;
    const go = (to: string) => () => {
      close();
      void navigate(to);
    };
    const items: Command[] = pages.map((page) => ({ id: `page:${page.at}`, icon: page.icon, label: t(page.label), hint: t('palette.page'), run: go(`${base}/${page.at}`) }));
    for (const place of places) items.push({ id: `page:${place.at}`, icon: place.icon, label: t(place.label), hint: t('palette.page'), run: go(place.at) });
    items.push({ id: 'new:flag', icon: 'plus', label: t('flags.create'), hint: t('palette.action'), run: go(`${base}/flags/new`) });
    items.push({ id: 'new:experiment', icon: 'plus', label: t('experiments.create'), hint: t('palette.action'), run: go(`${base}/experiments/new`) });
    items.push({ id: 'new:segment', icon: 'plus', label: t('segments.create'), hint: t('palette.action'), run: go(`${base}/segments/new`) });
    items.push({ id: 'new:metric', icon: 'plus', label: t('metrics.create'), hint: t('palette.action'), run: go(`${base}/metrics/new`) });
    for (const one of environments.data ?? [])
      if (one.key !== environment)
        items.push({ id: `environment:${one.key}`, icon: 'environment', label: t('palette.goTo', { environment: one.name }), hint: t('palette.action'), run: go(`/env/${encodeURIComponent(one.key)}/flags`) });
    for (const flag of flags.data ?? []) {
      items.push({ id: `flag:${flag.key}`, icon: 'flag', label: flag.key, hint: flag.description || t('nav.flags'), run: go(`${base}/flags/${encodeURIComponent(flag.key)}`) });
      // Production asks before it acts, so there the palette leads to the switch instead of throwing it.
      if (mayWrite && !isProduction(environment))
        items.push({
          id: `switch:${flag.key}`,
          icon: 'refresh',
          label: t(flag.enabled ? 'palette.turnOff' : 'palette.turnOn', { flag: flag.key }),
          hint: environment,
          run: () => {
            close();
            switchFlag({ key: flag.key, enabled: !flag.enabled })
              .then(() => done(t(flag.enabled ? 'flag.turnedOff' : 'flag.turnedOn', { flag: flag.key, environment }), () => switchFlag({ key: flag.key, enabled: flag.enabled })))
              .catch((error: unknown) => failed(problemText(t, error)));
          },
        });
    }
    for (const one of experiments.data ?? [])
      items.push({ id: `experiment:${one.key}`, icon: 'experiment', label: one.key, hint: one.description || t('nav.experiments'), run: go(`${base}/experiments/${encodeURIComponent(one.key)}`) });
    for (const one of allSegments.data ?? []) items.push({ id: `segment:${one.key}`, icon: 'segment', label: one.key, hint: t('nav.segments'), run: go(`${base}/segments/${encodeURIComponent(one.key)}`) });
    for (const one of allMetrics.data ?? []) items.push({ id: `metric:${one.key}`, icon: 'metric', label: one.key, hint: t('nav.metrics'), run: go(`${base}/metrics/${encodeURIComponent(one.key)}`) });
    return items;
  }, [t, environment, pages, places, environments.data, flags.data, experiments.data, allSegments.data, allMetrics.data, mayWrite, navigate, close, switchFlag]);

  const found = useMemo(() => rank(entry, commands, (command) => command.label, shown), [entry, commands]);
  const at = Math.min(chosen, found.length - 1);
  useEffect(() => {
    // Newer browsers answer with a promise, which an effect must not hand back.
    void list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [at]);

  const steer = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setChosen(Math.min(at + 1, found.length - 1));
    else if (event.key === 'ArrowUp') setChosen(Math.max(at - 1, 0));
    else if (event.key === 'Enter') found[at]?.run();
    else return;
    event.preventDefault();
  };

  return (
    <Modal.Root opened onClose={close} padding={0} size="lg" yOffset="12vh">
      <Modal.Overlay />
      <Modal.Content aria-label={t('palette.open')}>
      <TextInput
        size="md"
        variant="unstyled"
        px="md"
        py={6}
        data-autofocus
        placeholder={t('palette.placeholder')}
        aria-label={t('palette.placeholder')}
        value={entry}
        onChange={(event) => {
          setEntry(event.currentTarget.value);
          setChosen(0);
        }}
        onKeyDown={steer}
        role="combobox"
        aria-expanded
        aria-controls={id}
        aria-activedescendant={found[at] ? `${id}-${at}` : undefined}
      />
      <div id={id} role="listbox" aria-label={t('palette.results')} ref={list} className="palette-list">
        {found.map((command, index) => (
          <UnstyledButton key={command.id} id={`${id}-${index}`} role="option" aria-selected={index === at} tabIndex={-1} className="palette-item" onClick={command.run} onMouseMove={() => setChosen(index)}>
            <Icon name={command.icon} size={16} />
            <span className="palette-label">{command.label}</span>
            <span className="palette-hint">{command.hint}</span>
          </UnstyledButton>
        ))}
      </div>
      {found.length === 0 && <p className="palette-none">{t('palette.none')}</p>}
      </Modal.Content>
    </Modal.Root>
  );
}
