import { memo, useState, type ReactNode } from 'react';
import { useNear } from './useNear';

// So few that a frame has time to make them; and how many parts are there from the start, which is about a screen.
const together = 10;
const first = 2;
const guessedHeight = 56;

/** The rows of a table that may have thousands: those far from view are one empty row of their height. */
export function LongRows<T>({ items, columns, render }: { items: readonly T[]; columns: number; render: (item: T) => ReactNode }) {
  return Array.from({ length: Math.ceil(items.length / together) }, (_, index) => (
    <Rows key={index} items={items} from={index * together} columns={columns} render={render as (item: unknown) => ReactNode} />
  ));
}

interface RowsProps {
  items: readonly unknown[];
  from: number;
  columns: number;
  render: (item: unknown) => ReactNode;
}

const Rows = memo(
  function Rows({ items, from, columns, render }: RowsProps) {
    const [body, { near, height }] = useNear<HTMLTableSectionElement>(from < first * together);
    // Nothing vanishes under the keyboard: rows that hold the focus stay.
    const [held, setHeld] = useState(false);
    const mine = items.slice(from, from + together);
    return (
      <tbody ref={body} onFocus={() => setHeld(true)} onBlur={() => setHeld(false)}>
        {near || held ? (
          mine.map((item) => render(item))
        ) : (
          <tr aria-hidden="true" style={{ height: height ?? mine.length * guessedHeight }}>
            <td colSpan={columns} />
          </tr>
        )}
      </tbody>
    );
  },
  (before, after) => {
    if (before.render !== after.render || before.columns !== after.columns) return false;
    for (let index = before.from; index < before.from + together; index++) if (before.items[index] !== after.items[index]) return false;
    return true;
  },
);
