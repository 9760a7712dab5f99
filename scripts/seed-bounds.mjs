// @ts-check
/** What the presets claim, as bounds on the table that `npm run bench:seeds` prints. */

/** @typedef {{ seed: string, dlr: number, shownDlr: string, test: number }} Row One arm of one run; NaN: undefined. */

/** Differences of printed figures, without what binary fractions add to them. */
const DIGITS = { dlr: 3, points: 1 };

/** @param {Row[]} arms @returns {string[]} */
function richIsNotBetter(arms) {
  const [all, last] = /** @type {[Row, Row]} */ (arms);
  const missed = [];
  const dlr = (last.dlr - all.dlr).toFixed(DIGITS.dlr);
  const points = (last.test - all.test).toFixed(DIGITS.points);
  if (dlr === 'NaN') missed.push('D_LR of all layers or of the last layer is undefined.');
  else if (Number(dlr) < 0.3)
    missed.push(
      `D_LR of all layers is ${dlr} below that of the last layer, and should be at least 0.3 below.`,
    );
  if (Number(points) < 30)
    missed.push(
      `test accuracy of all layers is ${points} points below that of the last layer, and should be at least 30 below.`,
    );
  return missed;
}

/** @param {Row[]} arms @returns {string[]} */
function theDial(arms) {
  if (arms.slice(1).every(({ dlr }, i) => (arms[i]?.dlr ?? Number.NaN) < dlr)) return [];
  const shown = arms.map(({ shownDlr }) => shownDlr).join(', ');
  return [`D_LR at targets × 10, × 1 and × 0.1 is ${shown}, and should rise from each to the next.`];
}

/** @type {Record<string, { arms: number, check(arms: Row[]): string[] }>} */
const BOUNDS = {
  'rich-is-not-better': { arms: 2, check: richIsNotBetter },
  'the-dial': { arms: 3, check: theDial },
};

/** @param {string} table @returns {Row[]} */
function readRows(table) {
  const lines = table.split('\n').map(line => line.split('|').map(cell => cell.trim()));
  return lines.flatMap(([, seed = '', , , dlr = '', , test = '']) =>
    /^\d+$/.test(seed)
      ? [{ seed, dlr: Number.parseFloat(dlr), shownDlr: dlr, test: Number.parseFloat(test) }]
      : [],
  );
}

/**
 * @param {string} preset
 * @param {string} table as printed, one row for each arm of each seed
 * @returns {string[] | null} a sentence for each bound that a run misses; null where the preset has no bounds
 */
export function missedBounds(preset, table) {
  const bounds = Object.hasOwn(BOUNDS, preset) ? BOUNDS[preset] : undefined;
  if (!bounds) return null;
  const rows = readRows(table);
  const seeds = [...new Set(rows.map(({ seed }) => seed))];
  if (!seeds.length) return ['The table holds no runs.'];
  return seeds.flatMap(seed => {
    const arms = rows.filter(row => row.seed === seed);
    const missed =
      arms.length === bounds.arms
        ? bounds.check(arms)
        : [
            `the table has ${arms.length} arm${arms.length === 1 ? '' : 's'}, and should have ${bounds.arms}.`,
          ];
    return missed.map(sentence => `Seed ${seed}: ${sentence}`);
  });
}
