import { useRef, useState } from 'react';
import { LayerMap, LayerSpectrum, layerAt, whyHatched, whyNoLayers } from '../../../panels/closer';
import type { ArmRecording, Recording, Split } from '../../../recording/recording';
import { formatCount, formatDlr, formatPercent } from '../../format';
import { Term } from '../../glossary/Term';
import type { TermId } from '../../glossary/terms';
import { Dlr, Prose } from '../Prose';
import { useRichnessInk } from '../richness';
import { useCurveProps } from '../useCurveProps';
import { useSize } from '../useSize';
import { CloserCard } from './CloserCard';

/** A layer of an arm's network. */
interface Place {
  arm: number;
  layer: number;
}

const HINT = 'Point at a cell, or walk with the arrow keys. Click a layer, or press Enter, for its spectrum.';

/** The layer that is shown: the chosen one, or the last one of the first arm. */
function shownPlace({ arms }: Recording, chosen: Place | null): Place | null {
  if (chosen && arms[chosen.arm]?.layers[chosen.layer]) return chosen;
  const arm = arms.find(({ layers }) => layers.length);
  return arm ? { arm: arm.index, layer: arm.layers.length - 1 } : null;
}

function Numbers({
  arm,
  layer,
  probe,
  shownStep,
}: {
  arm: ArmRecording;
  layer: number;
  probe: Split;
  shownStep: number | null;
}) {
  const ink = useRichnessInk();
  const measures = layerAt(arm, probe, layer, shownStep);
  if (!measures) return null;
  const { dlr, share, effectiveDimension, width, samples } = measures;
  const rows: readonly { name: string; term: TermId; value: string }[] = [
    { name: 'used', term: 'used', value: share === null ? '–' : formatPercent(share) },
    { name: 'effective dimension', term: 'dimension', value: effectiveDimension?.toFixed(1) ?? '–' },
    { name: 'features', term: 'feature', value: formatCount(width) },
    { name: 'pictures', term: 'probe-pictures', value: formatCount(samples) },
  ];
  return (
    <dl className="layer-numbers">
      <div>
        <dt>
          <Dlr />
        </dt>
        <dd className="large" style={{ color: ink(dlr) }}>
          {formatDlr(dlr)}
        </dd>
      </div>
      {rows.map(({ name, term, value }) => (
        <div key={name}>
          <dt>
            <Term id={term}>{name}</Term>
          </dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The maps of all arms below each other, what is read in them, and the spectrum of one layer. */
function Maps({ version }: { version: number }) {
  const { onHoverStep, hoverStep, ...given } = useCurveProps();
  const { recording, probe, theme, absence, shownStep } = given;
  const maps = useRef<HTMLDivElement>(null);
  const beside = useRef<HTMLDivElement>(null);
  const { width } = useSize(maps);
  const spectrum = useSize(beside);
  const [chosen, setChosen] = useState<Place | null>(null);
  const [words, setWords] = useState<string | null>(null);
  const place = shownPlace(recording, chosen);
  const { arms } = recording;
  const hatched = arms.flatMap(arm => whyHatched(arm, probe) ?? [])[0];
  return (
    <>
      <div className="layer-maps" ref={maps}>
        {!place && <p className="absence">{whyNoLayers(arms[0]!, absence)}</p>}
        {place &&
          width > 0 &&
          arms.map(arm => (
            <LayerMap
              key={arm.id}
              {...given}
              arm={arm}
              version={version}
              width={width}
              last={arm.index === arms.length - 1}
              hoverStep={hoverStep}
              onHoverStep={onHoverStep}
              selected={place.arm === arm.index ? place.layer : null}
              onRead={setWords}
              onSelect={layer => setChosen({ arm: arm.index, layer })}
            />
          ))}
      </div>
      {place && (
        <p className="layer-reading" role="status">
          <Prose text={words ?? HINT} />
        </p>
      )}
      {hatched && (
        <p className="footnote">
          Hatched: <Prose text={hatched} />
        </p>
      )}
      <div className="layer-detail">
        <div className="plot" ref={beside}>
          {place && spectrum.width > 0 && (
            <LayerSpectrum
              arm={arms[place.arm]!}
              layer={place.layer}
              version={version}
              theme={theme}
              probe={probe}
              shownStep={shownStep}
              width={spectrum.width}
              height={spectrum.height}
            />
          )}
        </div>
        {place && <Numbers arm={arms[place.arm]!} {...{ layer: place.layer, probe, shownStep }} />}
      </div>
    </>
  );
}

/** D_LR of every layer at every step. */
export function LayersCard() {
  return (
    <CloserCard
      name="layers"
      title="Which layer turns rich?"
      lookFor="Each row is a layer, from the input below to the last one above; each column is a probe, in the colour of the layer’s D_LR."
      framesLate={7}
    >
      {version => <Maps version={version} />}
    </CloserCard>
  );
}
