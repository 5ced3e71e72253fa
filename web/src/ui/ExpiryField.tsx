import { NativeSelect } from '@mantine/core';
import { plural, useText } from '../lib/i18n';

const day = 86_400_000;

/** When a key or token ends by itself: after so many days, or never ('' where that may be). */
export function ExpiryField({ days, onChange, choices, never }: { days: string; onChange: (days: string) => void; choices: readonly number[]; never: boolean }) {
  const t = useText();
  return (
    <NativeSelect
      label={t('expiry.label')}
      value={days}
      onChange={(event) => onChange(event.currentTarget.value)}
      data={[...(never ? [{ value: '', label: t('expiry.never') }] : []), ...choices.map((one) => ({ value: String(one), label: plural(t, 'expiry.days', one) }))]}
    />
  );
}

/** The instant that is so many days from now. */
export const expiryOf = (days: string): { expires_at?: string } => (days === '' ? {} : { expires_at: new Date(Date.now() + Number(days) * day).toISOString() });
