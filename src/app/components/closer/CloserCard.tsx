import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useAppState } from '../../context';
import { Prose } from '../Prose';
import { useLater } from '../useLater';
import { useNear } from '../useNear';

interface CloserCardProps {
  /** Hook for styles and tests. */
  name: string;
  title: string;
  /** What to look for. */
  lookFor: string;
  /** How many frames after the words it is drawn. */
  framesLate: number;
  /** @param version of the recording that is to be drawn; it stands still while the card is out of sight */
  children(version: number): ReactNode;
}

/** A card with one picture of the section "Look closer". Out of sight it is not redrawn. */
export function CloserCard({ name, title, lookFor, framesLate, children }: CloserCardProps) {
  const id = useId();
  const card = useRef<HTMLElement>(null);
  const near = useNear(card);
  const newest = useLater(
    useAppState(state => state.recordingVersion),
    framesLate,
  );
  const [version, setVersion] = useState(-1);
  useEffect(() => {
    if (near) setVersion(newest);
  }, [near, newest]);
  return (
    <section className={`card closer-card ${name}-card`} data-figure={name} aria-labelledby={id} ref={card}>
      <h3 id={id}>{title}</h3>
      <p className="look-for">
        <Prose text={lookFor} />
      </p>
      {version >= 0 && children(version)}
    </section>
  );
}
