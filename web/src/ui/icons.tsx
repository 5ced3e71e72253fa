import type { ReactNode } from 'react';

const shapes = {
  flag: <path d="M5 21V4m0 1c4-2 7 2 14 0v9c-7 2-10-2-14 0" />,
  experiment: <path d="M9 3h6M10 3v6L4.6 18.4A1.8 1.8 0 0 0 6.2 21h11.6a1.8 1.8 0 0 0 1.6-2.6L14 9V3M7 15h10" />,
  segment: <path d="M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4 21c0-4 3.6-6.5 8-6.5s8 2.5 8 6.5" />,
  metric: <path d="M4 20V10m6 10V4m6 16v-7m4 7H3" />,
  key: <path d="M15 9a4.5 4.5 0 1 1-4.2-4.5A4.5 4.5 0 0 1 15 9ZM13.7 12.2 20 18.5V21h-3v-2h-2v-2.2" />,
  audit: <path d="M8 4h10a1 1 0 0 1 1 1v15l-2.5-1.5L14 20l-2.5-1.5L9 20l-2.5-1.5L4 20V8a4 4 0 0 1 4-4Zm1 5h6m-6 4h6" />,
  environment: <path d="M12 3 3 8l9 5 9-5-9-5ZM3 12.5l9 5 9-5M3 16.5l9 5 9-5" />,
  start: <path d="M12 3c4 2.5 5.5 6.5 4.5 11h-9C6.5 9.5 8 5.5 12 3Zm-4.5 11L5 18l3.5-1M16.5 14 19 18l-3.5-1M10 20h4" />,
  search: <path d="M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13Zm5-1.5L21 21" />,
  sun: <path d="M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm0-13v2m0 14v2M3 12h2m14 0h2M5.6 5.6 7 7m10 10 1.4 1.4M5.6 18.4 7 17M17 7l1.4-1.4" />,
  moon: <path d="M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5Z" />,
  language: <path d="M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Zm-9-9h18M12 3c-5 5-5 13 0 18 5-5 5-13 0-18Z" />,
  signOut: <path d="M14 4H6a1 1 0 0 0-1 1v14a1 1 0 0 0 1 1h8m-3-8h10m-3-3 3 3-3 3" />,
  copy: <path d="M9 9h10v11H9zM5 15V4h10" />,
  check: <path d="m5 12.5 4.5 4.5L19 7.5" />,
  plus: <path d="M12 5v14M5 12h14" />,
  trash: <path d="M4 7h16M9 7V4h6v3m-8 0 1 13h8l1-13" />,
  up: <path d="M12 19V5m-6 6 6-6 6 6" />,
  down: <path d="M12 5v14m6-6-6 6-6-6" />,
  right: <path d="M5 12h14m-6-6 6 6-6 6" />,
  warning: <path d="M12 4 2.5 20h19L12 4Zm0 6v5m0 2.5v.100" />,
  shield: <path d="M12 3 5 6v5c0 5 3 8 7 10 4-2 7-5 7-10V6l-7-3Z" />,
  play: <path d="M7 4.5v15l12-7.5-12-7.5Z" />,
  pause: <path d="M8 5v14m8-14v14" />,
  stop: <path d="M6 6h12v12H6z" />,
  download: <path d="M12 4v12m-5-5 5 5 5-5M5 20h14" />,
  refresh: <path d="M19.5 9A8 8 0 1 0 20 14m0-9v4.5h-4.5" />,
  drag: <path d="M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01" />,
  live: <path d="M12 13.5a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3ZM8 16a5.5 5.5 0 0 1 0-8m8 0a5.5 5.5 0 0 1 0 8M5 19a10 10 0 0 1 0-14m14 0a10 10 0 0 1 0 14" />,
  layer: <path d="M3 7h18M3 12h11M3 17h15" />,
  history: <path d="M4.5 9A8 8 0 1 1 4 14M4 5v4.5h4.5M12 8v4.5l3 2" />,
  share: <path d="M12 15V4m-4 4 4-4 4 4M6 12H5v8h14v-8h-1" />,
  outside: <path d="M14 5h5v5m0-5-8 8M10 6H5v13h13v-5" />,
  more: <path d="M6 12h.01M12 12h.01M18 12h.01" />,
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof shapes;

/** A line icon. It only accompanies words, so readers of the screen pass it by. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  const dots = name === 'drag' || name === 'more';
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={dots ? 2.6 : 1.7}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
      className="icon"
    >
      {shapes[name]}
    </svg>
  );
}
