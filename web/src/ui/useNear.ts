import { useEffect, useRef, useState, type RefObject } from 'react';

/** Whether an element is in view, or nearly; and how high it was when it last left. */
export interface Near {
  near: boolean;
  height: number | null;
}

// One observer for all: a long list has hundreds of parts.
const watched = new Map<Element, (entry: IntersectionObserverEntry) => void>();
let observer: IntersectionObserver | undefined;

function watch(element: Element, changed: (entry: IntersectionObserverEntry) => void): () => void {
  // About two screens: what comes into view is there before it is seen.
  observer ??= new IntersectionObserver((entries) => entries.forEach((entry) => watched.get(entry.target)?.(entry)), { rootMargin: '1600px 0px' });
  watched.set(element, changed);
  observer.observe(element);
  return () => {
    watched.delete(element);
    observer?.unobserve(element);
  };
}

/** Watches an element. Where nothing can tell, it always is near. */
export function useNear<E extends Element>(from: boolean): [RefObject<E | null>, Near] {
  const element = useRef<E>(null);
  const [state, setState] = useState<Near>({ near: from || typeof IntersectionObserver === 'undefined', height: null });
  useEffect(() => {
    if (!element.current || typeof IntersectionObserver === 'undefined') return;
    return watch(element.current, ({ isIntersecting, boundingClientRect }) =>
      setState((before) => (before.near === isIntersecting ? before : { near: isIntersecting, height: isIntersecting ? before.height : boundingClientRect.height })),
    );
  }, []);
  return [element, state];
}
