import { useEffect, useRef, useState, type RefObject } from 'react';

// About two screens: what comes into view is there before it is seen.
const margin = '1600px 0px';

/** Whether an element is in view, or nearly; and how high it was when it last left. */
export interface Near {
  near: boolean;
  height: number | null;
}

/** Watches an element. Where nothing can tell, it always is near. */
export function useNear<E extends Element>(from: boolean): [RefObject<E | null>, Near] {
  const element = useRef<E>(null);
  const [state, setState] = useState<Near>({ near: from || typeof IntersectionObserver === 'undefined', height: null });
  useEffect(() => {
    if (!element.current || typeof IntersectionObserver === 'undefined') return;
    const observer = new IntersectionObserver(
      (entries) => {
        const last = entries[entries.length - 1]!;
        setState((before) => ({ near: last.isIntersecting, height: before.near && !last.isIntersecting ? last.boundingClientRect.height : before.height }));
      },
      { rootMargin: margin },
    );
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return [element, state];
}
