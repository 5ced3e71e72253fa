import { TextInput } from '@mantine/core';

interface InstantProps {
  label: string;
  description?: string;
  /** As the API writes it; null or undefined where there is none. */
  value: string | null | undefined;
  onChange: (value: string | null) => void;
  error?: string | undefined;
}

/** What the browser's field shows: the reader's own time, to the minute. */
export function localTime(iso: string): string {
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** A day and time in the reader's zone, empty for none. */
export function Instant({ label, description, value, onChange, error }: InstantProps) {
  return (
    <TextInput
      type="datetime-local"
      label={label}
      description={description}
      value={value ? localTime(value) : ''}
      onChange={(event) => onChange(event.currentTarget.value === '' ? null : new Date(event.currentTarget.value).toISOString())}
      error={error}
      maw={320}
    />
  );
}
