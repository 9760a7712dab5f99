import { type ReactNode, useId, useRef } from 'react';
import type { PanelId } from '../panels';
import { InSight, useInSight } from './inSight';
import { PanelTools } from './PanelTools';
import { Prose } from './Prose';
import { useSize } from './useSize';

interface FigureProps {
  /** Grid area, and hook for tests. */
  name: PanelId;
  title: string;
  /** What is drawn, where the title does not name it. */
  measure?: ReactNode;
  /** What to look for. */
  lookFor: string;
  aside?: ReactNode;
  children(size: { width: number; height: number }): ReactNode;
}

/** A picture with its title, a sentence that says what to look for, and the room that is left for drawing. */
export function Figure({ name, title, measure, lookFor, aside, children }: FigureProps) {
  const id = useId();
  const plot = useRef<HTMLDivElement>(null);
  const size = useSize(plot);
  const isInSight = useInSight(plot);
  return (
    <InSight value={isInSight}>
      <section
        className={`card figure figure-${name}`}
        data-figure={name}
        aria-labelledby={id}
        aria-describedby={`${id}-words`}
      >
        <header className="figure-header">
          <h2 id={id}>
            {title}
            {measure && <span className="measure"> {measure}</span>}
          </h2>
          <PanelTools panel={name} title={title} words={`${id}-words`}>
            {aside}
          </PanelTools>
        </header>
        <p className="look-for">
          <Prose text={lookFor} />
        </p>
        <div className="plot" ref={plot}>
          {size.width > 0 && size.height > 0 && children(size)}
        </div>
      </section>
    </InSight>
  );
}
