import { getSetting, type Scalar, settingPaths } from '../../../experiment/schema';
import { useApp, useAppState } from '../../context';

const PATH = 'probe.tangentKernel';

/** Whether the setting exists: what measures the tangent kernel brings it with it. */
const isKnown = () => settingPaths().some(({ path }) => path === PATH);
const isOff = (value: Scalar | undefined) => value === false;

/** Why there is no tangent kernel while it is off, what it costs, and a button that switches it on. */
export function TangentKernelSwitch() {
  const { session } = useApp();
  const value = useAppState(state => getSetting(state.experiment, PATH));
  if (!isKnown()) return <p>It is not measured in this version.</p>;
  if (!isOff(value)) return null;
  return (
    <>
      <p>
        Off. It costs as many backward passes a measurement as there are outputs, on 48 pictures, and is for
        networks of up to 100,000 parameters.
      </p>
      <button type="button" className="pill" onClick={() => session.change(PATH, true)}>
        Measure it: starts anew
      </button>
    </>
  );
}
