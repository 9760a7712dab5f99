import { useRef, useState } from 'react';
import { SWEEP_WORDS, SweepCurve, SweepMap } from '../../panels/sweep';
import { SWEEP_MEASURES, type SweepMeasure } from '../../recording/sweep';
import { Prose } from '../components/Prose';
import { Swatch, useTheme } from '../components/richness';
import { useSize } from '../components/useSize';
import { useSweep } from './current';
import { SweepSlices } from './SweepSlices';
import { SweepTable } from './SweepTable';
import { axisLabels } from './words';

/** Measures that have a curve of their own; the others are in the table. */
const CURVES: readonly SweepMeasure[] = [
  'dlr',
  'testDlr',
  'testAccuracy',
  'initialSimilarity',
  'parameterNorm',
  'parameterDistance',
  'nc1',
  'targetAlignment',
];
/** Least width of a picture, and the height of a curve. */
const [LEAST, HEIGHT] = [330, 230];
const GAP = 16;

/** What the arms are, where there are several. */
function Arms({ arms }: { arms: readonly { id: string; label: string }[] }) {
  return (
    <ul className="sweep-arms">
      {arms.map(({ id, label }, arm) => (
        <li key={id}>
          <Swatch arm={arm} dlr={null} /> <b>{id}</b> {label}
        </li>
      ))}
    </ul>
  );
}

interface SweepPicturesProps {
  /** Place on each axis of the point that is looked at; null for none. */
  at: readonly number[] | null;
  onHover(at: readonly number[] | null): void;
  onSelect(at: readonly number[]): void;
}

/** What came out: curves along one setting, or maps over two. */
export function SweepPictures({ at, onHover, onSelect }: SweepPicturesProps) {
  const results = useSweep(state => state.results);
  const version = useSweep(state => state.version);
  const theme = useTheme();
  const box = useRef<HTMLDivElement>(null);
  const { width } = useSize(box);
  const [measure, setMeasure] = useState<SweepMeasure>('dlr');
  const { axes } = results.sweep;
  const isMap = axes.length > 1;
  const labels = axisLabels(results.sweep);
  const count = isMap ? results.arms.length : CURVES.length;
  const columns = Math.max(1, Math.min(count, Math.floor((width + GAP) / (LEAST + GAP))));
  const each = Math.floor((width - GAP * (columns - 1)) / columns);
  return (
    <div className="sweep-right">
      {isMap && (
        <label className="sweep-measure">
          Colour: <Prose text="D_LR" />. Numbers:{' '}
          <select value={measure} onChange={event => setMeasure(event.target.value as SweepMeasure)}>
            {SWEEP_MEASURES.map(name => (
              <option key={name} value={name}>
                {SWEEP_WORDS[name].short.replace('D_LR', 'richness').replace('S_init', 'S init')}
              </option>
            ))}
          </select>
        </label>
      )}
      {!isMap && results.arms.length > 1 && <Arms arms={results.arms} />}
      <div className="sweep-pictures" ref={box} style={{ gap: GAP }} data-kind={isMap ? 'map' : 'curves'}>
        {width > 0 &&
          (isMap
            ? results.arms.map((_, arm) => (
                <SweepMap
                  // biome-ignore lint/suspicious/noArrayIndexKey: an arm is its place.
                  key={arm}
                  {...{ results, version, arm, measure, theme }}
                  axisLabels={[labels[0]!, labels[1]!]}
                  width={each}
                  selected={at ? [at[0]!, at[1]!] : null}
                  onHover={onHover}
                  onSelect={onSelect}
                />
              ))
            : CURVES.map(name => (
                <SweepCurve
                  key={name}
                  {...{ results, version, theme }}
                  measure={name}
                  axisLabel={labels[0]!}
                  width={each}
                  height={HEIGHT}
                  selected={at?.[0] ?? null}
                  onHover={index => onHover(index === null ? null : [index])}
                  onSelect={index => onSelect([index])}
                />
              )))}
      </div>
      {isMap && width > 0 && (
        <div className="sweep-pictures" style={{ gap: GAP }} data-kind="slices">
          {at ? (
            <SweepSlices
              {...{ results, version, measure, at, onHover, onSelect }}
              width={Math.min(width, Math.max(LEAST, Math.floor((width - GAP) / 2)))}
              height={HEIGHT}
            />
          ) : (
            <p className="setting-help">
              Point at a cell, or walk to one, for its row and its column as curves.
            </p>
          )}
        </div>
      )}
      <p className="setting-help">
        Measured at the end of each run, on training inputs where nothing else is said.
        {results.sweep.seeds.length > 1 &&
          ` Means over ${results.sweep.seeds.length} seeds${isMap ? '' : '; bands reach one sample standard deviation to either side'}.`}
      </p>
      <SweepTable />
    </div>
  );
}
