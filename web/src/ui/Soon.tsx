import { startTransition, useEffect, useState, type ReactNode } from 'react';

/** What lies below the first screen or beside it comes a moment later, so that what is looked at first is there first. */
export function Soon({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState(false);
  useEffect(() => startTransition(() => setShown(true)), []);
  return shown ? children : null;
}
