import { CloserCard } from './CloserCard';

/** D_LR of every layer at every step. */
export function LayersCard() {
  return (
    <CloserCard
      name="layers"
      title="Which layer turns rich?"
      lookFor="Each row is a layer, each column a probe, in the colour of its D_LR."
      framesLate={7}
    >
      {() => null}
    </CloserCard>
  );
}
