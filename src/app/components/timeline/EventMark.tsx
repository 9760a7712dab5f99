import { useState } from 'react';
import { useApp } from '../../context';
import { formatCount } from '../../format';
import { stepThatShows } from '../../jump';
import { Prose } from '../Prose';
import { type Mark, wordsOf } from './marks';

/** An event on the bar: a click shows its moment, pointing at it tells what it is. */
export function EventMark({ event, at, worded, before }: Mark) {
  const { session } = useApp();
  const [pointed, setPointed] = useState(false);
  const point = (isPointed: boolean) => {
    setPointed(isPointed);
    session.store.setState({ hoverStep: isPointed ? event.step : null });
  };
  const sentence = `${event.text}, step ${formatCount(event.step)}`;
  return (
    <li className={before ? 'mark before' : 'mark'} style={{ left: `${at * 100}%` }}>
      <button
        type="button"
        aria-label={`${event.text.replace('D_LR', 'D L R')} at step ${formatCount(event.step)}: show`}
        // A finger that is lifted leaves at once: what it tapped stays until the focus goes elsewhere.
        onPointerEnter={({ pointerType }) => pointerType !== 'touch' && point(true)}
        onPointerLeave={({ pointerType }) => pointerType !== 'touch' && point(false)}
        onClick={({ currentTarget }) => {
          currentTarget.focus();
          session.showStep(stepThatShows(session.store.getState().recording, event));
          setPointed(true);
        }}
        onFocus={() => point(true)}
        onBlur={() => point(false)}
      >
        <span className="mark-sign" aria-hidden="true" />
        {worded && <span className="mark-words">{wordsOf(event)}</span>}
      </button>
      {pointed && (
        <span className={at > 0.5 ? 'mark-name before' : 'mark-name'}>
          <Prose text={sentence} />
        </span>
      )}
    </li>
  );
}
