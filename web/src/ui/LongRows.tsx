import { memo, useState, type ReactNode } from 'react';
import { useNear } from './useNear';

const together = 50;

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

const mine = ({ items, from }: RowsProps): readonly unknown[] => items.slice(from, from + together);

const Rows = memo(
  function Rows(props: RowsProps) {
    const [body, { near, height }] = useNear<HTMLTableSectionElement>(true);
    // Nothing vanishes under the keyboard: rows that hold the focus stay.
    const [held, setHeld] = useState(false);
    const shown = near || held || height === null;
    return (
      <tbody ref={body} onFocus={() => setHeld(true)} onBlur={() => setHeld(false)}>
        {shown ? (
          mine(props).map((item) => props.render(item))
        ) : (
          <tr aria-hidden="true" style={{ height }}>
            <td colSpan={props.columns} />
          </tr>
        )}
      </tbody>
    );
  },
  (before, after) => {
    if (before.render !== after.render || before.columns !== after.columns) return false;
    const [old, fresh] = [mine(before), mine(after)];
    return old.length === fresh.length && old.every((item, index) => item === fresh[index]);
  },
);
