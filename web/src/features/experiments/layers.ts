import type { Experiment } from '../../api/types';

/** How many slots every layer has. */
export const slotCount = 10_000;

/** A stretch of a layer's slots, and who has it: nobody, one experiment, or several of which at most one may run. */
export interface LayerPart {
  from: number;
  to: number;
  experiments: Experiment[];
}

export interface LayerStrip {
  key: string;
  experiments: Experiment[];
  parts: LayerPart[];
  /** Slots that nobody has. */
  free: number;
}

/** The layers that experiments name, by key, each from slot 0 to the last without gaps. Archived experiments have left theirs. */
export function layersOf(experiments: readonly Experiment[]): LayerStrip[] {
  const layers = new Map<string, Experiment[]>();
  for (const one of experiments)
    if (one.layer && one.status !== 'archived') layers.set(one.layer.key, [...(layers.get(one.layer.key) ?? []), one]);
  return [...layers.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, members]) => {
      const parts = partsOf(members);
      return { key, experiments: [...members].sort((a, b) => a.layer!.from - b.layer!.from), parts, free: parts.reduce((sum, part) => sum + (part.experiments.length === 0 ? part.to - part.from : 0), 0) };
    });
}

function partsOf(members: Experiment[]): LayerPart[] {
  const edges = [...new Set([0, slotCount, ...members.flatMap((one) => [one.layer!.from, one.layer!.to])])].sort((a, b) => a - b);
  return edges.slice(1).map((to, index) => {
    const from = edges[index]!;
    return { from, to, experiments: members.filter((one) => one.layer!.from <= from && one.layer!.to >= to) };
  });
}
