import { lazy, Suspense, useState } from 'react';
import type { DeviceInfo } from '../../recording/types';
import { useAppState } from '../context';
import { SHORT_DEVICE_NAMES } from '../reading';

/** Fetched when it is first opened. */
const DeviceDetail = lazy(() => import('./DeviceDetail'));

/** What is lost where it is no GPU that trains. */
const BUT: Record<DeviceInfo['device'], string> = {
  webgpu: 'software',
  wasm: 'no GPU used',
  cpu: 'slow, no GPU used',
};

/** Which device trains, and why; says so when no GPU is used. */
export function DeviceChip() {
  const device = useAppState(state => state.device);
  const [opened, setOpened] = useState(false);
  const failed = useAppState(state => state.notices.some(({ where }) => where === 'device'));
  const onGpu = device?.device === 'webgpu' && !device.software;
  const name = device ? SHORT_DEVICE_NAMES[device.device] : failed ? 'No device' : 'Finding a device…';
  const detail = device && (onGpu ? device.adapter : BUT[device.device]);
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
        <Suspense>{opened && <DeviceDetail />}</Suspense>
      </div>
    </>
  );
}
