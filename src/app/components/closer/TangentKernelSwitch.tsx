import { getSetting, settingPaths } from '../../../experiment/schema';
import { useApp, useAppState } from '../../context';

const PATH = 'probe.tangentKernel';
const { meta } = settingPaths().find(({ path }) => path === PATH)!;

/** Why there is no tangent kernel yet, what it costs, and a button that switches it on where it is off. */
export function TangentKernelSwitch() {
  const { session } = useApp();
  const readOnly = useAppState(state => state.readOnly);
  const isOn = useAppState(state => getSetting(state.experiment, PATH) === true);
  const arms = useAppState(state => state.recording.arms);
  if (!isOn)
    return (
      <>
        <p>Off. {meta.help}</p>
        {!readOnly && (
          <button
            type="button"
            className="pill"
            data-setting-on={PATH}
            onClick={() => session.change(PATH, true)}
          >
            Measure it from step 0
          </button>
        )}
      </>
    );
  return arms.map(({ id, latest }) => {
    const missing = latest?.network.tangentKernelMissing;
    return missing ? (
      <p key={id}>
        {id}: {missing}
      </p>
    ) : null;
  });
}
