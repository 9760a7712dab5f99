import { CloserCard } from './CloserCard';

/** D_LR beside the measures that it is compared with, on one axis of steps. */
export function RivalsCard() {
  return (
    <CloserCard
      name="rivals"
      title="What do other measures say?"
      lookFor="The same run, measured in other ways."
      framesLate={6}
    >
      {() => null}
    </CloserCard>
  );
}
