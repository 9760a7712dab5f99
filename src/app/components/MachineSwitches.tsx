import { useApp, useAppState } from '../context';

/** What the reader chooses for this machine. */
export default function MachineSwitches() {
  const { store } = useApp().session;
  const machine = useAppState(state => state.machine);
  const onGpu = useAppState(state => state.device?.device === 'webgpu');
  return (
    <div className="switches">
      <label>
        <input
          type="checkbox"
          name="hidden"
          checked={machine.hidden === 'pause'}
          onChange={({ target }) =>
            store.setState({ machine: { ...machine, hidden: target.checked ? 'pause' : 'go-on' } })
          }
        />
        Rest while this tab is hidden
      </label>
      {onGpu && (
        <label>
          <input
            type="checkbox"
            name="pace"
            checked={machine.pace === 'full'}
            onChange={({ target }) =>
              store.setState({ machine: { ...machine, pace: target.checked ? 'full' : 'shared' } })
            }
          />
          Full speed: the page may stutter
        </label>
      )}
    </div>
  );
}
