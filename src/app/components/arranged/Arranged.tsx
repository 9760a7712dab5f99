import '../../styles/arranged.css';
import { type ComponentType, lazy, Suspense, useMemo } from 'react';
import { useAppState } from '../../context';
import { type PanelId, readPanels } from '../../panels';
import { CommandButton } from '../CommandButton';
import { CollapseCard } from '../closer/CollapseCard';
import { EigenfunctionsCard } from '../closer/EigenfunctionsCard';
import { FourierCard } from '../closer/FourierCard';
import { LayersCard } from '../closer/LayersCard';
import { PairCard } from '../closer/PairCard';
import { RivalsCard } from '../closer/RivalsCard';
import { AccuracyFigure, ArmCards, LossFigure, RichnessFigure, SpectrumFigure } from '../Figures';

const Why = lazy(() => import('../Why'));

const COMPONENTS: Record<PanelId, ComponentType> = {
  arms: ArmCards,
  richness: RichnessFigure,
  accuracy: AccuracyFigure,
  loss: LossFigure,
  spectrum: SpectrumFigure,
  why: Why,
  rivals: RivalsCard,
  layers: LayersCard,
  collapse: CollapseCard,
  eigenfunctions: EigenfunctionsCard,
  fourier: FourierCard,
  pair: PairCard,
};

/** The panels that the reader has chosen, in their order. */
export default function Arranged() {
  const text = useAppState(state => state.view.panels);
  const placed = useMemo(() => readPanels(text), [text]);
  return (
    <div className="arranged">
      {placed.map(({ id, wide }) => {
        const Panel = COMPONENTS[id];
        return (
          <div className={wide ? 'place wide' : 'place'} data-panel={id} key={id}>
            <Suspense>
              <Panel />
            </Suspense>
          </div>
        );
      })}
      <p className="arranged-end">
        {placed.length === 0 && 'No panel is shown. '}
        <CommandButton command="panels" className="pill">
          {placed.length === 0 ? 'Choose panels' : 'Choose and arrange the panels'}
        </CommandButton>
      </p>
    </div>
  );
}
