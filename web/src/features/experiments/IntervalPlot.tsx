import { useText } from '../../lib/i18n';

export interface Scale {
  low: number;
  high: number;
}

/** One axis for all rows: every interval and zero, with some air. Centred, zero lies in the middle, where it lies on every other such axis. */
export function scaleOf(intervals: readonly ([number, number] | null)[], centred = false): Scale {
  const ends = intervals.flatMap((interval) => interval ?? []).filter(Number.isFinite);
  const widest = Math.max(0, ...ends.map(Math.abs));
  const low = centred ? -widest : Math.min(0, ...ends);
  const high = centred ? widest : Math.max(0, ...ends);
  const air = (high - low || 1) * 0.08;
  return { low: low - air, high: high + air };
}

const at = (scale: Scale, value: number): string => `${(((value - scale.low) / (scale.high - scale.low)) * 100).toFixed(2)}%`;

/** An estimate with its interval. Shape carries what colour does: a triangle up or down where it is decided, a hollow circle where it is open. */
export function IntervalPlot({ scale, interval, estimate, direction, label }: { scale: Scale; interval: [number, number] | null; estimate: number | null; direction: 'better' | 'worse' | 'open' | 'none'; label: string }) {
  const tone = direction === 'better' ? 'plot-good' : direction === 'worse' ? 'plot-bad' : 'plot-open';
  return (
    <svg className="plot" height={26} role="img" aria-label={label}>
      <line x1={at(scale, 0)} x2={at(scale, 0)} y1={0} y2={26} className="plot-zero" />
      {interval && estimate !== null && (
        <g className={tone}>
          <line x1={at(scale, interval[0])} x2={at(scale, interval[1])} y1={13} y2={13} strokeWidth={3} />
          <line x1={at(scale, interval[0])} x2={at(scale, interval[0])} y1={8} y2={18} strokeWidth={2} />
          <line x1={at(scale, interval[1])} x2={at(scale, interval[1])} y1={8} y2={18} strokeWidth={2} />
          <svg x={at(scale, estimate)} y={13} overflow="visible">
            {direction === 'better' || direction === 'worse' ? (
              <path d={estimate >= 0 ? 'M-6 5 0 -6 6 5Z' : 'M-6 -5 0 6 6 -5Z'} />
            ) : (
              <circle r={5} fill="var(--surface)" strokeWidth={2.5} />
            )}
          </svg>
        </g>
      )}
    </svg>
  );
}

/** The axis above the rows: its ends and zero. */
export function PlotAxis({ scale, write }: { scale: Scale; write: (value: number) => string }) {
  const t = useText();
  const span = scale.high - scale.low;
  const ticks = [scale.low + span * 0.08, 0, scale.high - span * 0.08].filter((value, index) => index === 1 || Math.abs(value) > span * 0.14);
  return (
    <svg className="plot" height={18} role="img" aria-label={t('results.axis', { low: write(scale.low), high: write(scale.high) })}>
      <line x1="0%" x2="100%" y1={17} y2={17} className="plot-axis" />
      {ticks.map((tick) => (
        <text key={tick} x={at(scale, tick)} y={12} textAnchor="middle" className="plot-label">
          {write(tick)}
        </text>
      ))}
    </svg>
  );
}
