import type * as z from 'zod/mini';

type Issue = z.core.$ZodIssue;

const TYPES: Record<string, string> = {
  object: 'an object',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

const quoted = (value: unknown) => (typeof value === 'string' ? `"${value}"` : String(value));

function unknownKey({ keys, path }: Issue & { code: 'unrecognized_keys' }): string {
  const key = `"${keys[0]!.slice(0, 60)}"`;
  return path[0] === 'arms'
    ? `an arm has a label and a set, and no ${key}: leave it out`
    : `there is no setting ${key}: leave it out, or take one that docs/settings.md lists`;
}

function wrongSize(issue: Issue & { code: 'too_small' | 'too_big' }): string {
  if (issue.origin === 'array') return 'give one to four arms, such as { label: "All layers" }';
  if (issue.origin === 'string') return 'needs 1 to 60 letters';
  const [limit, side] =
    issue.code === 'too_small'
      ? [issue.minimum, ['above', 'at least']]
      : [issue.maximum, ['below', 'at most']];
  return `must be ${side[issue.inclusive === false ? 0 : 1]} ${limit}`;
}

/** What kind of value was given, as JavaScript calls it. */
function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Number.isNaN(value)) return 'NaN';
  return Array.isArray(value) ? 'array' : typeof value;
}

function wrongType({ expected, input, path }: Issue & { code: 'invalid_type' }): string {
  const given = kindOf(input);
  if (!path.length)
    return `an experiment is an object such as { seed: 2 }, or the id of a preset, and not ${given}: give one of these`;
  const wanted = TYPES[expected] ?? expected;
  return given === 'undefined' ? `is missing: give ${wanted}` : `needs ${wanted}`;
}

/** What is wrong with a value and what to give in its place, as a clause without its full stop. */
export function faultOf(issue: Issue): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return unknownKey(issue);
    case 'too_small':
    case 'too_big':
      return wrongSize(issue);
    case 'invalid_type':
      return wrongType(issue);
    case 'invalid_value':
      return `choose ${issue.values.map(quoted).join(' or ')}`;
    case 'invalid_union':
      return 'give a text, a number, true, false or null';
    default:
      return issue.message;
  }
}
