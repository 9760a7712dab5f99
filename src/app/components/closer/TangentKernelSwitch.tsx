import { getSetting, settingPaths } from '../../../experiment/schema';
import { useApp, useAppState } from '../../context';

const PATH = 'probe.tangentKernel';

/** Why there is no tangent kernel yet, what it costs, and a button that switches it on where it is off. */
export function TangentKernelSwitch() {
  const { session } = useApp();
  const setting = settingPaths().find(({ path }) => path === PATH);
  const isOn = useAppState(state => getSetting(state.experiment, PATH) === true);
  const runs = useAppState(state => state.recording.arms.some(arm => arm.frameCount > 0));
  if (!setting) return <p>It is not measured in this version.</p>;
  if (isOn)
    return runs ? (
      <p>Switched on, without a value so far: networks of more than 100,000 trained parameters have none.</p>
    ) : null;
  return (
    <>
      <p>Off. {setting.meta.help}</p>
      <button
        type="button"
        className="pill"
        data-setting-on={PATH}
        onClick={() => session.change(PATH, true)}
      >
        Measure it from step 0
      </button>
    </>
  );
}
