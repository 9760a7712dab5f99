import { useMemo } from 'react';
import { formatValue, SweepCurve } from '../../panels/sweep';
import type { SweepMeasure, SweepResults } from '../../recording/sweep';
import { useTheme } from '../components/richness';
import { axisLabels } from './words';

interface SweepSlicesProps {
  results: SweepResults;
  version: number;
  measure: SweepMeasure;
  /** Place on each axis of the point through which they go. */
  at: readonly number[];
  width: number;
  height: number;
  onHover(at: readonly number[] | null): void;
  onSelect(at: readonly number[]): void;
}

/** A map's row and column through one of its points, as curves. */
export function SweepSlices(props: SweepSlicesProps) {
  const { results, version, measure, at, width, height, onHover, onSelect } = props;
  const theme = useTheme();
  const labels = axisLabels(results.sweep);
  return ([0, 1] as const).map(along => {
    const across = along ? 0 : 1;
    const place = at[across]!;
    const value = formatValue(results.sweep.axes[across]!.values[place]!);
    const withPlace = (index: number) => (along ? [place, index] : [index, place]);
    return (
      <Slice
        key={along}
        {...{ results, version, along, place, measure, theme, width, height }}
        axisLabel={`${labels[along]}, at ${labels[across]!.toLowerCase()} ${value}`}
        selected={at[along]!}
        onHover={index => onHover(index === null ? null : withPlace(index))}
        onSelect={index => onSelect(withPlace(index))}
      />
    );
  });
}

type SliceProps = Parameters<typeof SweepCurve>[0] & { along: 0 | 1; place: number };

function Slice({ results, along, place, ...curve }: SliceProps) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the results change in place; their version tells.
  const slice = useMemo(() => results.slice(along, place), [results, curve.version, along, place]);
  return <SweepCurve {...curve} results={slice} />;
}
