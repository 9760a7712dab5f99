import { useApp, useAppState } from '../context';
import { formatCount } from '../format';
import { SHORT_DEVICE_NAMES } from '../reading';

/** What the reader chooses for this machine. */
function MachineSwitches() {
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

/** Where it runs and why, on which data, and what the reader chooses for this machine. */
export default function DeviceDetail() {
  const device = useAppState(state => state.device);
  const kept = useAppState(state => state.kept);
  const data = useAppState(state => state.data);
  return (
    <>
      <h2>Where it runs</h2>
      {device ? (
        <>
          <p>
            {kept ? 'This recording was made on' : 'Both training and measuring run on this machine:'}{' '}
            {SHORT_DEVICE_NAMES[device.device]}, {device.adapter}
            {device.software ? ', a software adapter' : ''}.
          </p>
          {device.reason && <p>{device.reason}</p>}
        </>
      ) : (
        <p>The device is chosen as soon as the workers have started: WebGPU, else WebAssembly.</p>
      )}
      {data && (
        <p>
          {data.name}: {formatCount(data.train)} training and {formatCount(data.test)} test pictures.{' '}
          {data.note}
        </p>
      )}
      <MachineSwitches />
      <p>Nothing is sent anywhere.</p>
    </>
  );
}
