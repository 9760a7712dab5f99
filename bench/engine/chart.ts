import { CASE_TITLES, type CaseId } from './cases';
import { type BenchRow, ENGINE_TITLES } from './rows';

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 720;
const LABELS = 220;
const FIGURES = 150;
const ROW = 22;
const BAR = 14;

function node(name: string, attributes: Record<string, string | number>, text = ''): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  element.textContent = text;
  return element;
}

/** Three significant figures: "0.412", "17.3", "1,505". */
export function formatMs(ms: number): string {
  return ms >= 1000 ? Math.round(ms).toLocaleString('en-GB') : ms.toPrecision(3);
}

export const formatRatio = (ratio: number): string => `${ratio.toFixed(ratio < 10 ? 1 : 0)}×`;

/** One case: a bar a row, from zero, quickest first. */
export function drawCase(id: CaseId, rows: readonly BenchRow[]): SVGElement {
  const timed = rows.filter(row => row.msPerStep !== null).sort((a, b) => a.msPerStep! - b.msPerStep!);
  const longest = Math.max(...timed.map(row => row.msPerStep!));
  const height = timed.length * ROW;
  const svg = node('svg', { viewBox: `0 0 ${WIDTH} ${height}`, role: 'img' });
  svg.append(node('title', {}, `${CASE_TITLES[id]}: ms per step`));
  timed.forEach((row, i) => {
    const middle = i * ROW + ROW / 2;
    const width = Math.max(1, (row.msPerStep! / longest) * (WIDTH - LABELS - FIGURES));
    const ratio = row.ratio === null || row.engine === 'ours' ? '' : `, ${formatRatio(row.ratio)}`;
    svg.append(
      node(
        'text',
        { x: LABELS - 8, y: middle, class: 'label' },
        `${ENGINE_TITLES[row.engine]}, ${row.device}`,
      ),
      node('rect', {
        x: LABELS,
        y: middle - BAR / 2,
        width,
        height: BAR,
        class: row.engine === 'ours' ? 'bar ours' : 'bar',
      }),
      node('text', { x: LABELS + width + 6, y: middle }, `${formatMs(row.msPerStep!)} ms${ratio}`),
    );
  });
  return svg;
}
