import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { FourierSpectrum, FREQUENCY_NAMES, FrequencyCurve } from '../../../src/panels/closer';
import { fourierModel } from '../../../src/panels/fourier/geometry';
import type { Recording } from '../../../src/recording/recording';
import { asFile, expectWhole } from './drawn';
import { embedded, lazy, makeRun, rich } from './fixture';

const size = { width: 340, height: 230 };
const view = { theme: 'light', probe: 'train' } as const;
const draw = (name: string, picture: ReactElement) =>
  renderToStaticMarkup(picture, { identifierPrefix: name });

function picturesOf(recording: Recording, theme: 'light' | 'dark' = 'light'): Record<string, string> {
  const { version, arms } = recording;
  const shown = { ...size, ...view, theme, version };
  const curve = { ...shown, recording, stepAxis: 'log', hoverStep: null, onHoverStep() {} } as const;
  const pictures: Record<string, ReactElement> = {
    'fourier-spectrum': <FourierSpectrum {...shown} arm={arms[0]!} />,
  };
  for (const name of FREQUENCY_NAMES) pictures[`fourier-${name}`] = <FrequencyCurve {...curve} name={name} />;
  return Object.fromEntries(Object.entries(pictures).map(([name, picture]) => [name, draw(name, picture)]));
}

/** Values of the shares that bars have, read from their heights. */
function sharesOf(bars: string, base: number, perShare: number): number[] {
  return bars
    .split('Z')
    .filter(bar => bar)
    .map(bar => (base - Number(/V([\d.]+)h/.exec(bar)![1])) / perShare);
}

describe('pictures of an embedding, as drawn', () => {
  const pictures = picturesOf(makeRun([embedded(rich), embedded(lazy)], { steps: 300 }));
  it.each(Object.keys(pictures))('%s', async name => {
    await expect(asFile(pictures[name]!)).toMatchFileSnapshot(`snapshots/${name}.svg`);
  });
});

describe('pictures of an embedding are whole', () => {
  const runs = {
    two: makeRun([embedded(rich), embedded(lazy)]),
    one: makeRun([embedded(rich, 1)]),
    none: makeRun([rich]),
    single: makeRun([embedded(lazy)], { until: 0 }),
    empty: makeRun([embedded(rich)], { until: -1 }),
    narrow: makeRun([embedded(rich)], { divergesAt: 60 }),
  };
  it.each(Object.entries(runs))('%s', (_, recording) => {
    for (const theme of ['light', 'dark'] as const)
      for (const svg of Object.values(picturesOf(recording, theme))) expectWhole(svg);
  });

  it('say their newest values in words', () => {
    const pictures = picturesOf(runs.one);
    const { effectiveFrequencies, frequenciesPerUnit } = runs.one.arms[0]!.latest!.network;
    expect(pictures['fourier-spectrum']).toMatch(
      /aria-label="Fourier spectrum of the embedding of A · All layers: strongest 3 with \d+\u202f%, 7 with \d+\u202f%, /,
    );
    expect(pictures['fourier-spectrum']).toContain(
      `; effective number ${effectiveFrequencies!.toFixed(1)}, of a unit ${frequenciesPerUnit!.toFixed(1)}"`,
    );
    expect(pictures['fourier-frequenciesPerUnit']).toContain(`A ${frequenciesPerUnit!.toFixed(2)}`);
  });

  it('say why there is nothing', () => {
    expect(picturesOf(runs.empty)['fourier-spectrum']).toContain(
      'Press play: the spectrum comes with step 0.',
    );
    expect(picturesOf(runs.none)['fourier-spectrum']).toContain('No embedding was measured in this run.');
    const missing = makeRun([
      {
        ...rich,
        network: () => ({ effectiveFrequencies: null, embeddingMissing: 'Products are no group.' }),
      },
    ]);
    expect(picturesOf(missing)['fourier-spectrum']).toContain('Products are no group.');
  });
});

describe('the bars of an embedding', () => {
  it('stand for the first table and hang for the second, as high as their shares', () => {
    const [arm] = makeRun([embedded(rich)]).arms;
    const { tables, base, valueTicks, plot } = fourierModel({ arm: arm!, ...view, ...size });
    expect(tables).toHaveLength(2);
    expect(base).toBeCloseTo((plot.top + plot.bottom) / 2, 1);
    const top = Math.max(...arm!.latest!.network.embeddingSpectra!.flat());
    const perShare = (base - plot.top) / top;
    tables.forEach(({ bars, start }, table) => {
      const found = sharesOf(bars, base, perShare);
      arm!.latest!.network.embeddingSpectra![table]!.forEach((share, k) => {
        expect(found[k]).toBeCloseTo(table ? -share : share, 2);
      });
      expect(start).toMatch(/^M/);
    });
    // Both sides are shares, so none is negative.
    expect(valueTicks.every(({ label }) => !label.includes('-') && !label.includes('−'))).toBe(true);
  });

  it('stand on the floor where there is one table', () => {
    const [arm] = makeRun([embedded(rich, 1)]).arms;
    const { tables, base, plot } = fourierModel({ arm: arm!, ...view, ...size });
    expect(tables.map(({ name }) => name)).toEqual([null]);
    expect(base).toBe(plot.bottom);
  });

  it('have as many labels as there is room for', () => {
    const [arm] = makeRun([embedded(rich)]).arms;
    const labels = (width: number) =>
      fourierModel({ arm: arm!, ...view, width, height: 230 }).frequencyTicks.map(({ label }) => label);
    expect(labels(900)).toHaveLength(16);
    expect(labels(340)).toEqual(['0', '2', '4', '6', '8', '10', '12', '14']);
    expect(labels(200)).toEqual(['0', '5', '10', '15']);
  });
});
