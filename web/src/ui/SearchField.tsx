import { TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Icon } from './icons';

/** A search that answers a moment after the last key. */
export function SearchField({ value, search, label }: { value: string; search: (value: string) => void; label: string }) {
  const [entry, setEntry] = useState(value);
  const [shown, setShown] = useState(value);
  // The address changed by other means (back, a link): follow it.
  if (value !== shown) {
    setShown(value);
    setEntry(value);
  }
  useEffect(() => {
    if (entry === value) return;
    const timer = setTimeout(() => search(entry), 200);
    return () => clearTimeout(timer);
  }, [entry, value, search]);
  return (
    <TextInput
      type="search"
      aria-label={label}
      placeholder={label}
      value={entry}
      onChange={(event) => setEntry(event.currentTarget.value)}
      leftSection={<Icon name="search" size={15} />}
      flex="1 1 220px"
      maw={420}
    />
  );
}
