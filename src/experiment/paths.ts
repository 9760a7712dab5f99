import type { Scalar } from './schema';

/** Value at a dotted path of settings; undefined where there is none. */
export function getSetting(settings: object, path: string): Scalar | undefined {
  let value: unknown = settings;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return value as Scalar;
}

/** A copy of the object with the value at a dotted path replaced; sibling objects are shared. */
export function withSetting<T extends object>(settings: T, path: string, value: Scalar): T {
  const [head, ...rest] = path.split('.') as [string, ...string[]];
  const old = (settings as Record<string, unknown>)[head];
  const next = rest.length ? withSetting((old ?? {}) as object, rest.join('.'), value) : value;
  return { ...settings, [head]: next };
}
