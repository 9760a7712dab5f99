import { useId, useMemo, useState } from 'react';
import { getSetting, type Scalar, type Settings, settingPaths, withSetting } from '../../experiment/schema';
import { ValueControl } from '../settings/ValueControl';
import { controlOf, rangeWords } from '../settings/values';
import type { Wishes } from './actions';

interface WishFieldsProps {
  /** What the settings are now. */
  settings: Settings;
  wishes: Wishes;
  /** One sentence: what is wrong with a value; null where nothing is. */
  fault: string | null;
  onWishes(wishes: Wishes): void;
  onFault(fault: string | null): void;
}

/** The setting that is offered first: the one that most questions are about. */
const FIRST = 'training.learningRate';

/** Settings with other values: one to begin with, and as many as are asked for. */
export function WishFields({ settings, wishes, fault, onWishes, onFault }: WishFieldsProps) {
  const id = useId();
  const [rows, setRows] = useState([FIRST]);
  const wished = Object.entries(wishes).reduce(
    (now, [path, value]) => withSetting(now, path, value),
    settings as Settings,
  );
  const fields = useMemo(() => settingPaths().filter(({ meta }) => meta.live), []);
  const offered = fields.filter(
    ({ meta: { when } }) =>
      !when || (when.is as readonly Scalar[]).includes(getSetting(wished, when.path) ?? null),
  );
  const wish = (path: string, value: Scalar) => {
    const { [path]: _, ...others } = wishes;
    onFault(null);
    onWishes(value === getSetting(settings, path) ? others : { ...others, [path]: value });
    return true;
  };
  const replace = (row: number, path: string) => {
    const { [rows[row]!]: _, ...others } = wishes;
    onFault(null);
    onWishes(others);
    setRows(rows.map((old, at) => (at === row ? path : old)));
  };
  const next = offered.find(({ path }) => !rows.includes(path));
  return (
    <>
      {rows.map((path, row) => {
        const field = fields.find(candidate => candidate.path === path)!;
        const control = controlOf(field.schema);
        return (
          <div className="setting" key={path}>
            <div className="setting-row">
              <select
                className="setting-label"
                aria-label={row ? `Setting ${row + 1}` : 'Setting'}
                value={path}
                onChange={event => replace(row, event.target.value)}
              >
                {fields
                  .filter(one => one.path === path || (!rows.includes(one.path) && offered.includes(one)))
                  .map(one => (
                    <option key={one.path} value={one.path}>
                      {one.meta.label}
                    </option>
                  ))}
              </select>
              <ValueControl
                path={path}
                meta={field.meta}
                control={control}
                value={getSetting(wished, path) as Scalar}
                id={`${id}-${row}`}
                name={field.meta.label}
                describedBy={`${id}-${row}-help`}
                invalid={fault !== null}
                onValue={value => wish(path, value)}
                onFault={onFault}
              />
            </div>
            <p className="setting-help" id={`${id}-${row}-help`}>
              {field.meta.help} {rangeWords(control)}
            </p>
          </div>
        );
      })}
      {next && (
        <button type="button" className="pill lab-more" onClick={() => setRows([...rows, next.path])}>
          Another setting
        </button>
      )}
    </>
  );
}
