import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { measure } from '../metrics/measure';
import { plainMeasures } from '../metrics/plain';
import { CURVE_MEASURES, type Measures, SCALAR_MEASURES } from '../metrics/types';
import { readNpz, recordingInput } from '../recording/npz';
import { UsageError } from './errors';
import { commandNumerics } from './files';

/** Features of a curve that the table shows. */
const CURVE_FEATURES = [1, 2, 4, 8, 16, 32, 64];

/**
 * Prints the measures of a recording, as a table or with `--json` as one object with the names of `Measures` and
 * curves of at most 64 features. stderr says of each measure that is undefined why.
 *
 * @returns the exit code, 0
 * @throws UsageError for bad arguments, RecordingFileError for a bad file, and the system's error for one that
 *   cannot be read
 */
export async function runMeasure(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false } },
  });
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0)
    throw new UsageError('measure takes one file: richscope measure FILE.npz [--json].');
  const measures = measure(recordingInput(readNpz(await readFile(file))), await commandNumerics());
  process.stdout.write(
    values.json ? `${JSON.stringify(plainMeasures(measures), null, 1)}\n` : table(measures),
  );
  process.stderr.write(reasonsOf(measures).join(''));
  return 0;
}

/** "dlr, share: The outputs do not differ between inputs, so D_LR is undefined.", a line for each reason. */
function reasonsOf({ undefinedBecause = {} }: Measures): string[] {
  const namesOf = (reason: string) =>
    SCALAR_MEASURES.filter(name => undefinedBecause[name] === reason).join(', ');
  return [...new Set(Object.values(undefinedBecause))].map(reason => `${namesOf(reason)}: ${reason}\n`);
}

function table(measures: Measures): string {
  const { samples, width, outputs } = measures;
  const scalars = SCALAR_MEASURES.flatMap(name => {
    const value = measures[name];
    return value === undefined ? [] : [row(name, [inWords(value)])];
  });
  const shown = CURVE_FEATURES.filter(k => k <= (measures.eigenvalues?.length ?? 0));
  const curves = CURVE_MEASURES.flatMap(name => {
    const curve = measures[name];
    return curve
      ? [
          row(
            name,
            shown.map(k => inWords(curve[k - 1]!)),
          ),
        ]
      : [];
  });
  const heading = curves.length > 0 ? ['', row('feature k', shown.map(String))] : [];
  return [
    `${samples} samples, ${width} features, ${outputs} outputs`,
    '',
    ...scalars,
    ...heading,
    ...curves,
    '',
  ].join('\n');
}

function row(name: string, cells: readonly string[]): string {
  return name.padEnd(20) + cells.map(cell => cell.padStart(11)).join('');
}

function inWords(value: number | null): string {
  if (value === null) return 'undefined';
  if (Number.isInteger(value)) return String(value);
  const size = Math.abs(value);
  return size >= 1e-3 && size < 1e5 ? value.toFixed(4) : value.toExponential(3);
}
