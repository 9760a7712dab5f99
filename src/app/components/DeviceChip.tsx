import { lazy, Suspense, useState } from 'react';
import { useAppState } from '../context';
import { formatCount } from '../format';

const NAMES = { webgpu: 'WebGPU', wasm: 'WebAssembly', cpu: 'JavaScript' };

const MachineSwitches = lazy(() => import('./MachineSwitches'));

/** Which device trains, and why; says so when no GPU is used. */
export function DeviceChip() {
  const device = useAppState(state => state.device);
  const kept = useAppState(state => state.kept);
  const data = useAppState(state => state.data);
  const [opened, setOpened] = useState(false);
  const failed = useAppState(state => state.notices.some(({ where }) => where === 'device'));
  const onGpu = device?.device === 'webgpu' && !device.software;
  const name = device ? NAMES[device.device] : failed ? 'No device' : 'Finding a device…';
  const detail = device && (onGpu ? device.adapter : device.device === 'webgpu' ? 'software' : 'no GPU used');
  return (
    <>
      <button type="button" className="pill device" popoverTarget="device">
        <span className={onGpu ? 'dot filled' : 'dot'} aria-hidden="true" />
        <span className="device-name">
          {name}
          {detail && <span className="device-detail"> · {detail}</span>}
        </span>
      </button>
      <div id="device" popover="auto" className="popover" onToggle={() => setOpened(true)}>
        <h2>Where it runs</h2>
        {device ? (
          <>
            <p>
              {kept ? 'This recording was made on' : 'Both training and measuring run on this machine:'}{' '}
              {NAMES[device.device]}, {device.adapter}
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
        <Suspense>{opened && <MachineSwitches />}</Suspense>
        <p>Nothing is sent anywhere.</p>
      </div>
    </>
  );
}
