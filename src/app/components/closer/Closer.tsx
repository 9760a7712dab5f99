import type { ComponentType } from 'react';
import { CollapseCard } from './CollapseCard';
import { EigenfunctionsCard } from './EigenfunctionsCard';
import { FourierCard } from './FourierCard';
import { LayersCard } from './LayersCard';
import { PairCard } from './PairCard';
import { RivalsCard } from './RivalsCard';

/** The cards of the section, in the order in which they stand. */
const CARDS: readonly { name: string; Card: ComponentType }[] = [
  { name: 'rivals', Card: RivalsCard },
  { name: 'fourier', Card: FourierCard },
  { name: 'layers', Card: LayersCard },
  { name: 'collapse', Card: CollapseCard },
  { name: 'eigenfunctions', Card: EigenfunctionsCard },
  { name: 'pair', Card: PairCard },
];

/** All that is to be seen below the first screen. */
export default function Closer() {
  return (
    <div className="closer-cards">
      {CARDS.map(({ name, Card }) => (
        <Card key={name} />
      ))}
    </div>
  );
}
