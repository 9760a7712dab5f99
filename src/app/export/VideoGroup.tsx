import { useEffect, useRef, useState } from 'react';
import { Prose } from '../components/Prose';
import { useApp, useAppState } from '../context';
import { formatPercent } from '../format';
import { fileStem } from './file-stem';
import type { Panel, Save } from './SaveDialog';

/** In the video at first, where they are drawn. */
const FIRST = ['richness', 'accuracy', 'spectrum'];

/** The run as a video: the chosen panels at each of its probes. */
export function VideoGroup({ panels, save }: { panels: readonly Panel[]; save: Save }) {
  const { session } = useApp();
  const experiment = useAppState(state => state.recording.experiment);
  const [chosen, setChosen] = useState<readonly string[]>(FIRST);
  const [done, setDone] = useState<number | null>(null);
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);
  const shown = panels.filter(({ name }) => chosen.includes(name));
  const toggle = (name: string) =>
    setChosen(chosen.includes(name) ? chosen.filter(other => other !== name) : [...chosen, name]);

  const make = async () => {
    abort.current = new AbortController();
    const { signal } = abort.current;
    setDone(0);
    await save(async () => {
      const { videoOf } = await import('./video/make');
      const { blob, ending } = await videoOf(session, {
        panels: shown.map(({ element }) => element),
        onProgress: (frame, total) => setDone(frame / total),
        signal,
      });
      return { name: `${fileStem(experiment)}.${ending}`, content: blob, type: blob.type };
    });
    setDone(null);
  };
  const press = () => {
    if (done !== null) abort.current?.abort();
    else if (shown.length) void make();
  };

  return (
    <>
      <h3 className="save-group">Video of the run</h3>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend on the screen. */}
      <div className="chips" role="group" aria-label="Panels in the video">
        {panels.map(({ name, title }) => (
          <button
            key={name}
            type="button"
            className="pill toggle"
            aria-pressed={chosen.includes(name)}
            onClick={() => toggle(name)}
          >
            <span className="toggle-mark" aria-hidden="true" />
            <span>
              <Prose text={title} />
            </span>
          </button>
        ))}
      </div>
      <div className="dialog-actions">
        <button
          type="button"
          className="pill"
          aria-disabled={shown.length || done !== null ? undefined : true}
          onClick={press}
        >
          {done === null ? 'Make the video' : 'Cancel the video'}
        </button>
        {done !== null && (
          <progress aria-label="Frames of the video" value={done}>
            {formatPercent(done)}
          </progress>
        )}
      </div>
      <p className="setting-help">
        {shown.length
          ? 'As MP4 or WebM, whatever this browser makes: the chosen panels at each probe, or at 120 of them. The page shows each moment meanwhile; closing this dialog cancels it.'
          : 'Choose at least one panel.'}
      </p>
    </>
  );
}
