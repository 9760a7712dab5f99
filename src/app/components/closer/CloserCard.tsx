import { type ReactNode, useId, useRef } from 'react';
import type { PanelId } from '../../panels';
import { InSight, useInSight } from '../inSight';
import { PanelTools } from '../PanelTools';
import { Prose } from '../Prose';
import { useShownVersion } from '../useShownVersion';

interface CloserCardProps {
  /** Hook for styles and tests. */
  name: PanelId;
  title: string;
  /** What to look for. */
  lookFor: string;
  /** How many frames after the words it is drawn. */
  framesLate: number;
  /** @param version see `useShownVersion` */
  children(version: number): ReactNode;
}

/** A card with one picture of the section "Look closer". Out of sight it is not redrawn. */
export function CloserCard({ name, title, lookFor, framesLate, children }: CloserCardProps) {
  const id = useId();
  const card = useRef<HTMLElement>(null);
  const isInSight = useInSight(card);
  const version = useShownVersion(isInSight, framesLate);
  return (
    <InSight value={isInSight}>
      <section
        className={`card closer-card ${name}-card`}
        data-figure={name}
        aria-labelledby={id}
        aria-describedby={`${id}-words`}
        ref={card}
      >
        <header className="figure-header">
          <h3 id={id}>{title}</h3>
          <PanelTools panel={name} title={title} words={`${id}-words`} />
        </header>
        <p className="look-for">
          <Prose text={lookFor} />
        </p>
        {version !== null && children(version)}
      </section>
    </InSight>
  );
}
