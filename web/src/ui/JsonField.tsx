import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useText } from '../lib/i18n';
import { parseJson, sameJson } from '../lib/json';

interface JsonFieldProps {
  label: string;
  hideLabel?: boolean;
  description?: string;
  value: unknown;
  onChange: (value: unknown) => void;
  /** What is wrong with a value that is valid JSON; null when nothing is. */
  check?: (value: unknown) => string | null;
  minRows?: number;
}

/** JSON to edit: what is not valid stays in the field with its fault named, and the value stays as it was. */
export function JsonField({ label, hideLabel = false, description, value, onChange, check, minRows = 4 }: JsonFieldProps) {
  const t = useText();
  const [source, setSource] = useState(() => JSON.stringify(value, null, 2) ?? '');
  const [given, setGiven] = useState(value);
  const read = parseJson(source);
  const fault = 'error' in read ? t('json.invalid', { fault: read.error }) : (check?.(read.value) ?? null);
  // The value changed elsewhere: show that, unless it is what stands here already.
  if (value !== given) {
    setGiven(value);
    if ('error' in read || !sameJson(read.value, value)) setSource(JSON.stringify(value, null, 2) ?? '');
  }
  return (
    <Textarea
      {...(hideLabel ? { 'aria-label': label } : { label })}
      description={description}
      classNames={{ input: 'mono' }}
      value={source}
      error={fault}
      autosize
      minRows={minRows}
      maxRows={20}
      spellCheck={false}
      onChange={(event) => {
        const next = event.currentTarget.value;
        setSource(next);
        const parsed = parseJson(next);
        if ('value' in parsed && !check?.(parsed.value)) onChange(parsed.value);
      }}
      onBlur={() => {
        if (!fault && 'value' in read) setSource(JSON.stringify(read.value, null, 2));
      }}
    />
  );
}
