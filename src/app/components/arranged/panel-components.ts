import { type ComponentType, lazy } from 'react';
import type { PanelId } from '../../panels';
import { CollapseCard } from '../closer/CollapseCard';
import { EigenfunctionsCard } from '../closer/EigenfunctionsCard';
import { FourierCard } from '../closer/FourierCard';
import { LayersCard } from '../closer/LayersCard';
import { PairCard } from '../closer/PairCard';
import { RivalsCard } from '../closer/RivalsCard';
import { AccuracyFigure, ArmCards, LossFigure, RichnessFigure, SpectrumFigure } from '../Figures';

/** What draws each panel. */
export const PANEL_COMPONENTS: Record<PanelId, ComponentType> = {
  arms: ArmCards,
  richness: RichnessFigure,
  accuracy: AccuracyFigure,
  loss: LossFigure,
  spectrum: SpectrumFigure,
  why: lazy(() => import('../Why')),
  rivals: RivalsCard,
  layers: LayersCard,
  collapse: CollapseCard,
  eigenfunctions: EigenfunctionsCard,
  fourier: FourierCard,
  pair: PairCard,
};
