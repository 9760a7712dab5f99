import '../styles/gallery.css';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { PRESETS, type Preset } from '../../experiment/presets';
import { useApp, useAppState } from '../context';
import { describeArms } from '../describe';
import { formatDuration } from '../format';
import { nextInGrid } from '../grid';
import { openPreset } from '../open-preset';
import { outcomeOf, verdictOf } from '../outcomes';
import { DEVICE_NAMES } from '../reading';
import { recordedOf } from '../recorded';
import { scenarioOf } from '../scenarios';
import { Dialog } from './Dialog';
import { GallerySweeps } from './GallerySweeps';
import { PresetFigures } from './gallery/PresetFigures';
import { Prose } from './Prose';

/** One line on what an experiment shows: its scenario's point, or else how its arms differ. */
function lineOf({ experiment }: Preset): string {
  const { point } = scenarioOf(experiment);
  return (
    point ||
    describeArms(experiment)
      .map(({ text }) => text)
      .join('')
  );
}

function Duration({ id }: { id: string }) {
  const recorded = recordedOf(id);
  if (!recorded) return null;
  const device = DEVICE_NAMES[recorded.device as keyof typeof DEVICE_NAMES];
  return (
    <span className="gallery-time">
      about {formatDuration(recorded.seconds)} on {device}
    </span>
  );
}

/** Whether our own runs of a preset agree with its claim. */
function Verdict({ id }: { id: string }) {
  const outcome = outcomeOf(id);
  if (!outcome) return null;
  return <span className="gallery-verdict">{verdictOf(outcome)}</span>;
}

interface EntryProps {
  preset: Preset;
  current: boolean;
  /** Its figures are shown. */
  unfolded: boolean;
  onFold(): void;
  /** Tab reaches this entry; the arrow keys lead to the others. */
  reached: boolean;
  onFocus(): void;
}

function Entry({ preset, current, reached, unfolded, onFold, onFocus }: EntryProps) {
  const { session, services } = useApp();
  const { id, title, experiment } = preset;
  const { claim, lookFor } = scenarioOf(experiment);
  const close = () => session.store.setState({ dialog: null });
  const tabIndex = reached ? 0 : -1;
  const figures = useId();
  const entry = useRef<HTMLLIElement>(null);
  useEffect(() => {
    // Unfolded it is as wide as the list, and may stand elsewhere.
    if (unfolded) entry.current!.scrollIntoView({ block: 'nearest' });
  }, [unfolded]);
  return (
    <li
      className="gallery-entry"
      ref={entry}
      aria-current={current ? 'true' : undefined}
      data-unfolded={unfolded || undefined}
      onFocus={onFocus}
    >
      <button
        type="button"
        className="gallery-open"
        data-experiment={id}
        tabIndex={tabIndex}
        onClick={() => openPreset(session, preset)}
      >
        {claim !== title && <span className="gallery-title">{title}</span>}
        <span className="gallery-name">
          <span className="gallery-claim">{claim}</span>
          {current && <span className="gallery-mark">Shown now</span>}
        </span>
        <span className="gallery-line">
          <Prose text={lineOf(preset)} />
        </span>
      </button>
      <span className="gallery-facts">
        <Verdict id={id} />
        <Duration id={id} />
      </span>
      <span className="gallery-end">
        <button
          type="button"
          className="pill fold"
          data-figures={id}
          tabIndex={tabIndex}
          aria-expanded={unfolded}
          aria-controls={unfolded ? figures : undefined}
          aria-label={`Figures of “${title}”`}
          onClick={onFold}
        >
          Figures
        </button>
        {recordedOf(id) && (
          <button
            type="button"
            className="pill"
            data-recorded={id}
            tabIndex={tabIndex}
            aria-label={`See the recorded run of “${title}”`}
            onClick={() => {
              void services.showRecorded(id);
              close();
            }}
          >
            Recorded run
          </button>
        )}
      </span>
      {unfolded && <PresetFigures id={figures} preset={id} lookFor={lookFor} />}
    </li>
  );
}

/** All presets. The arrow keys lead from one to the next, and Tab to the figures and the recording of one. */
export default function GalleryDialog() {
  const shown = useAppState(state => state.experiment.preset);
  const [reached, setReached] = useState(() =>
    Math.max(
      0,
      PRESETS.findIndex(({ id }) => id === shown),
    ),
  );
  const [unfolded, setUnfolded] = useState<string | null>(null);
  const list = useRef<HTMLUListElement>(null);
  const buttons = () => [...list.current!.querySelectorAll<HTMLElement>('.gallery-open')];
  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus starts on the experiment that is shown.
  useEffect(() => buttons()[reached]?.focus(), []);
  const move = (event: KeyboardEvent) => {
    const all = buttons();
    const places = all.map(button => button.getBoundingClientRect());
    const to = nextInGrid(event.key, reached, places);
    if (to === null) return;
    event.preventDefault();
    all[to]!.focus();
  };
  return (
    <Dialog name="gallery" title="Experiments" className="gallery whole">
      <p className="dialog-lead">
        Each opens at step 0, and trains on this machine once you press Play. A recorded run shows the whole
        outcome at once; the time is what it took where it was recorded. The figures set our runs over several
        seeds beside the paper’s numbers.
      </p>
      <ul className="gallery-list" ref={list} onKeyDown={move}>
        {PRESETS.map((preset, index) => (
          <Entry
            key={preset.id}
            preset={preset}
            current={preset.id === shown}
            reached={index === reached}
            unfolded={preset.id === unfolded}
            onFold={() => setUnfolded(preset.id === unfolded ? null : preset.id)}
            onFocus={() => setReached(index)}
          />
        ))}
      </ul>
      <GallerySweeps />
    </Dialog>
  );
}
