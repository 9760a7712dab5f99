import type { Recording, Split } from '../../recording/recording';
import { summariseArms } from '../arms';
import { formatCount, formatDlr, formatPercent } from '../format';
import { scenarioOf } from '../scenarios';
import { svgText } from './picture';
import { captionOf, ownSettings } from './words';

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const STYLE = `
body { max-width: 1100px; margin: 32px auto; padding: 0 16px; font: 16px/1.5 system-ui, sans-serif; color: #1c1b1a; background: #fbfaf7; }
h1, h2 { font-family: Georgia, serif; }
table { border-collapse: collapse; }
th, td { padding: 4px 14px 4px 0; border-bottom: 1px solid #e3dfd6; text-align: left; font-variant-numeric: tabular-nums; }
figure { margin: 24px 0; overflow-x: auto; }
svg { max-width: 100%; height: auto; }
`;

/** A table of where the arms stand. */
function armsTable(recording: Recording, probe: Split): string {
  const rows = summariseArms(recording, probe).map(arm => {
    const accuracy = (value: number | null) => (value === null ? '–' : formatPercent(value));
    const cells = [
      `${arm.id} ${arm.label}`,
      arm.step === null ? '–' : formatCount(arm.step),
      formatDlr(arm.dlr),
      accuracy(arm.trainAccuracy),
      accuracy(arm.testAccuracy),
    ];
    return `<tr>${cells.map(cell => `<td>${escaped(cell)}</td>`).join('')}</tr>`;
  });
  const head = ['Arm', 'Step', `D_LR, ${probe}`, 'Train accuracy', 'Test accuracy'];
  return `<table><thead><tr>${head.map(cell => `<th scope="col">${cell}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

/**
 * The page as one HTML file that needs nothing else: claim, networks, where they stand, settings and pictures.
 * @param link that opens the experiment again
 */
export function reportOf(
  recording: Recording,
  { probe, pictures, link }: { probe: Split; pictures: readonly SVGSVGElement[]; link: string },
): string {
  const { experiment } = recording;
  const { claim, point } = scenarioOf(experiment);
  const settings = ownSettings(experiment);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${escaped(claim)} · Richscope</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escaped(claim)}</h1>
${point ? `<p>${escaped(point)}</p>` : ''}
<p>${escaped(captionOf(recording))}</p>
<h2>Where they stand</h2>
${armsTable(recording, probe)}
<h2>Pictures</h2>
${pictures.map(picture => `<figure>${svgText(picture)}</figure>`).join('\n')}
<h2>Settings that are not as by default</h2>
<ul>${settings.map(words => `<li>${escaped(words)}</li>`).join('')}</ul>
<p>D_LR: 0 is as rich as can be, larger is lazier (Nam et al., arXiv 2410.04264). <a href="${escaped(link)}">Open this experiment in Richscope</a>.</p>
</body>
</html>
`;
}
