import { READY_SWEEPS } from '../../experiment/sweeps';
import { useApp } from '../context';

/** Opens a ready sweep, or what else there is to sweep. */
export function GallerySweeps() {
  const { session } = useApp();
  const { store } = session;
  return (
    <section className="gallery-sweeps" aria-labelledby="gallery-sweeps">
      <h3 id="gallery-sweeps">Sweeps</h3>
      <p className="dialog-lead">One experiment at many values of one or two settings, with several seeds.</p>
      <div className="dialog-actions">
        {READY_SWEEPS.map(({ id, title, question }) => (
          <button
            key={id}
            type="button"
            className="pill"
            data-ready-sweep={id}
            title={question}
            onClick={() => store.setState({ dialog: 'sweep', askedSweep: id })}
          >
            {title}
          </button>
        ))}
      </div>
    </section>
  );
}
