import { useRef } from 'react';
import { FourierSpectrum, FREQUENCY_NAMES, FrequencyCurve, LayerSpectrum } from '../../../panels/closer';
import type { ArmRecording } from '../../../recording/recording';
import { useAppState } from '../../context';
import { MethodLink } from '../MethodLink';
import { useCurveProps } from '../useCurveProps';
import { useSize } from '../useSize';
import { CloserCard } from './CloserCard';

/** The embedding's frequencies, and beside them the features that the network makes of it. */
function Spectra({ arm, version }: { arm: ArmRecording; version: number }) {
  const { theme, probe, absence, shownStep } = useCurveProps();
  const plot = useRef<HTMLDivElement>(null);
  const size = useSize(plot);
  const shown = { arm, version, theme, probe, shownStep, ...size };
  return (
    <>
      <div className="plot" ref={plot}>
        {size.width > 0 && <FourierSpectrum {...shown} absence={absence} />}
      </div>
      <div className="plot">
        {size.width > 0 && arm.layers.length > 0 && (
          <LayerSpectrum {...shown} layer={arm.layers.length - 1} />
        )}
      </div>
    </>
  );
}

function Curves({ version }: { version: number }) {
  const curves = useCurveProps();
  const plot = useRef<HTMLDivElement>(null);
  const size = useSize(plot);
  return FREQUENCY_NAMES.map((name, i) => (
    <div className="plot" key={name} ref={i ? undefined : plot}>
      {size.width > 0 && <FrequencyCurve {...curves} {...size} version={version} name={name} />}
    </div>
  ));
}

function Footnote({ arms }: { arms: readonly ArmRecording[] }) {
  const operations = new Set(arms.map(({ settings }) => settings.data.operation));
  const multiplies = operations.has('multiplication') || operations.has('division');
  const hasTwo = arms.some(({ latest }) => latest?.network.embeddingSpectra?.length === 2);
  return (
    <p className="footnote">
      Power at each frequency k, summed over the units, as a share of all.{' '}
      {multiplies
        ? 'Numbers stand in the order of their discrete logarithms, in which products are shifts; 0 has none and is left out. '
        : 'Numbers stand in their order, in which sums are shifts. '}
      {hasTwo && 'The first layer has an embedding for each of the two numbers. '}
      Dotted: the start. Beside it: how strong the features are. How many: participation ratio of the
      frequencies from 1, and the same of each unit alone, where units count by their power.{' '}
      <MethodLink section="fourier">How it is measured</MethodLink>
    </p>
  );
}

function Body({ version }: { version: number }) {
  const arms = useAppState(state => state.recording.arms);
  return (
    <>
      <div className="fourier">
        {arms.map(arm => (
          <Spectra key={arm.id} arm={arm} version={version} />
        ))}
        <Curves version={version} />
      </div>
      <Footnote arms={arms} />
    </>
  );
}

/** How a network of modular arithmetic sees its numbers: the Fourier spectrum of what it looks them up in. */
export function FourierCard() {
  const isModular = useAppState(state => state.recording.experiment.data.source === 'modular');
  if (!isModular) return null;
  return (
    <CloserCard
      name="fourier"
      title="How does it see numbers?"
      lookFor="The learned embedding as waves around the circle of numbers: random at the start, so all frequencies alike. Does it settle on a few, as a whole or unit by unit, when test accuracy rises?"
      framesLate={8}
    >
      {version => <Body version={version} />}
    </CloserCard>
  );
}
