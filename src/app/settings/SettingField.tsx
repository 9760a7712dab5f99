import { useEffect, useId, useRef, useState } from 'react';
import type * as z from 'zod/mini';
import {
  ARM_IDS,
  ExperimentError,
  type FieldMeta,
  getSetting,
  type Scalar,
  settingPaths,
} from '../../experiment/schema';
import { useApp, useAppState } from '../context';
import { ValueControl } from './ValueControl';
import {
  appliesTo,
  controlOf,
  differs,
  rangeWords,
  sentenceOf,
  withArmValue,
  withoutArmValues,
} from './values';

interface SettingFieldProps {
  path: string;
  schema: z.ZodMiniType;
  meta: FieldMeta;
  /** A change of another setting that this one does not allow. */
  refused: ExperimentError | null;
  /** Told of a refusal that belongs beside another setting; null: it is no longer of interest. */
  onRefused(error: ExperimentError | null): void;
}

/** True where a fault belongs to a setting of its own, and not to the one that was changed. */
const isOtherSetting = (fault: string, changed: string) =>
  fault !== changed && settingPaths().some(({ path }) => path === fault);

/** One setting: its control for all arms, or one control an arm where the arms differ. */
export function SettingField({ path, schema, meta, refused, onRefused }: SettingFieldProps) {
  const { session, services } = useApp();
  const experiment = useAppState(state => state.experiment);
  const [refusal, setFault] = useState<string | null>(null);
  const dataFault = useAppState(({ notices }) =>
    path === 'data.source' ? notices.find(({ where }) => where === 'data')?.message : undefined,
  );
  const fault = refusal ?? (refused && sentenceOf(refused, meta.label)) ?? dataFault ?? null;
  const field = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (refused) field.current?.scrollIntoView({ block: 'nearest' });
  }, [refused]);
  const [opened, setOpened] = useState(false);
  const id = useId();
  if (!experiment.arms.some((_, arm) => appliesTo(experiment, meta, arm))) return null;
  const control = controlOf(schema);
  const own = meta.perArm === true && experiment.arms.length > 1;
  const apart = own && (opened || differs(experiment, path));
  const common = getSetting(experiment, path) as Scalar;

  /**
   * Carries out a change; a bad value leaves the experiment as it is and says why: here, or beside the setting
   * that stands in its way. @returns false in that case
   */
  const attempt = (change: () => void): boolean => {
    setFault(null);
    onRefused(null);
    try {
      change();
    } catch (error) {
      const isElsewhere = error instanceof ExperimentError && isOtherSetting(error.path, path);
      if (isElsewhere) onRefused(error);
      else setFault(sentenceOf(error, meta.label));
      return !isElsewhere;
    }
    return true;
  };
  const setCommon = (value: Scalar) => {
    if (path !== 'data.source' || value !== 'files') return attempt(() => session.change(path, value));
    services.pickFiles('data');
    return true;
  };
  const described = `${id}-help${fault ? ` ${id}-fault` : ''}`;
  return (
    <div className="setting" data-setting={path} ref={field}>
      <div className="setting-row">
        <label className="setting-label" htmlFor={`${id}-value`}>
          {meta.label}
        </label>
        {own && (
          <label className="apart">
            <input
              type="checkbox"
              checked={apart}
              onChange={event => {
                setOpened(event.target.checked);
                if (!event.target.checked) attempt(() => session.edit(withoutArmValues(experiment, path)));
              }}
            />
            differs by arm
          </label>
        )}
        {!apart && (
          <ValueControl
            path={path}
            meta={meta}
            control={control}
            value={common}
            id={`${id}-value`}
            name={meta.label}
            describedBy={described}
            invalid={fault !== null}
            onValue={setCommon}
            onFault={setFault}
          />
        )}
      </div>
      {apart && (
        <div className="setting-arms">
          {experiment.arms.map((arm, index) => (
            <div className="setting-arm" key={ARM_IDS[index]}>
              <label htmlFor={index ? `${id}-value-${index}` : `${id}-value`}>
                <b>{ARM_IDS[index]}</b> {arm.label}
              </label>
              <ValueControl
                path={path}
                meta={meta}
                control={control}
                arm={index}
                value={arm.set[path] ?? common}
                id={index ? `${id}-value-${index}` : `${id}-value`}
                name={`${meta.label}, ${ARM_IDS[index]} ${arm.label}`}
                describedBy={described}
                invalid={fault !== null}
                onValue={value =>
                  attempt(() =>
                    session.edit(withArmValue(experiment, index, path, value), `${path}.${index}`),
                  )
                }
                onFault={setFault}
              />
            </div>
          ))}
        </div>
      )}
      <p className="setting-help" id={`${id}-help`}>
        {meta.help} {rangeWords(control)}
      </p>
      {fault && (
        <p className="fault" id={`${id}-fault`} role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}
