import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { AccuracyCurve, type CurveProps, LossCurve, RichnessCurve, Spectrum } from '../../../src/panels';
import type { Recording } from '../../../src/recording/recording';
import { asFile, expectWhole } from './drawn';
import { gaps, lazy, makeRun, rich } from './fixture';

const curves = { 'richness-curve': RichnessCurve, 'accuracy-curve': AccuracyCurve, 'loss-curve': LossCurve };
const names = Object.keys(curves) as (keyof typeof curves)[];

function propsOf(recording: Recording, changes: Partial<CurveProps> = {}): CurveProps {
  const { version } = recording;
  return {
    ...{ recording, version, theme: 'light', probe: 'train', stepAxis: 'log' },
    ...{ width: 409, height: 180, hoverStep: null, onHoverStep() {} },
    ...changes,
  };
}

function draw(name: keyof typeof curves, recording: Recording, changes?: Partial<CurveProps>): string {
  const Picture = curves[name];
  return renderToStaticMarkup(<Picture {...propsOf(recording, changes)} />, { identifierPrefix: name });
}

function drawSpectrum(
  recording: Recording,
  arm: number,
  theme: CurveProps['theme'] = 'light',
  shownStep: number | null = null,
): string {
  const { version, arms } = recording;
  return renderToStaticMarkup(
    <Spectrum
      {...{ version, theme, probe: 'test', features: 128, width: 403, height: 300, shownStep }}
      arm={arms[arm]!}
    />,
  );
}

describe('pictures, as drawn', () => {
  const recording = makeRun([rich, lazy], { steps: 300 });

  it.each(names)('%s', async name => {
    await expect(asFile(draw(name, recording))).toMatchFileSnapshot(`snapshots/${name}.svg`);
  });

  it.each(names)('%s, smoothed: what was measured stays behind it', async name => {
    const svg = draw(name, recording, { smoothing: 'strong' });
    expect(svg.match(/data-raw/g)!.length).toBeGreaterThanOrEqual(2);
    await expect(asFile(svg)).toMatchFileSnapshot(`snapshots/${name}-smooth.svg`);
  });

  it.each(names)(
    '%s, of a part of the run: arms are named at the edge with what is read there',
    async name => {
      const svg = draw(name, recording, { zoom: [20, 120] });
      await expect(asFile(svg)).toMatchFileSnapshot(`snapshots/${name}-zoom.svg`);
      expect(svg).toContain('clip-path');
      expectWhole(svg);
    },
  );

  it('spectrum', async () => {
    await expect(asFile(drawSpectrum(makeRun([rich, lazy]), 0))).toMatchFileSnapshot(
      'snapshots/spectrum.svg',
    );
  });
});

describe.each(names)('%s', name => {
  const runs = {
    finished: makeRun([rich, lazy]),
    empty: makeRun([rich, lazy], { until: -1 }),
    single: makeRun([gaps, lazy], { until: 0 }),
    four: makeRun([rich, gaps, lazy, lazy], { divergesAt: 60 }),
  };

  it.each(Object.entries(runs))('is whole: %s', (_, recording) => {
    for (const theme of ['light', 'dark'] as const)
      for (const hoverStep of [null, 0, 50, 3_000]) {
        expectWhole(draw(name, recording, { theme, hoverStep }));
        expectWhole(draw(name, recording, { theme, hoverStep, shownStep: 50 }));
      }
  });

  it('says its newest values in words, and those under the pointer', () => {
    const recording = runs.finished;
    expect(draw(name, recording)).toMatch(/<svg [^>]*aria-label="[^"]+ by step\. A [^"]+; B [^"]+"/);
    expect(draw(name, recording, { hoverStep: 100 })).toMatch(/aria-valuetext="Step 100: A [^"]+; B [^"]+"/);
  });

  it('marks a past moment, fades what came later, and says the values of then', () => {
    const svg = draw(name, runs.finished, { shownStep: 100 });
    expect(svg).toContain('data-shown-step="100"');
    expect(svg).toMatch(/<svg [^>]*aria-label="[^"]+ by step\. Step 100: A [^"]+; B [^"]+"/);
    expect(svg).toMatch(/aria-valuenow="100"/);
    expect(draw(name, runs.empty, { shownStep: 100 })).not.toContain('data-shown-step');
    expect(draw(name, runs.finished)).not.toContain('data-shown-step');
  });

  it('has few elements, however long the run', () => {
    const long = makeRun([rich, lazy], { steps: 16_000 });
    expect(draw(name, long).split('<').length / 2).toBeLessThan(200);
  });
});

describe('spectrum', () => {
  it('carries its own colours in both themes', () => {
    const recording = makeRun([rich]);
    const [light, dark] = (['light', 'dark'] as const).map(theme => drawSpectrum(recording, 0, theme));
    expect(light).toContain('#1c1b1a');
    expect(dark).toContain('#f0eee9');
    expect(dark).not.toContain('#1c1b1a');
  });

  it('is that of a past moment, or says of which step it is', () => {
    const recording = makeRun([rich]);
    const [arm] = recording.arms;
    const steps = [...arm!.frameSteps];
    expect(drawSpectrum(recording, 0, 'light', steps[9])).toContain(`: at step ${steps[9]}, the strongest`);
    expect(drawSpectrum(recording, 0, 'light', steps[9])).toContain('feature, strongest first');
    expect(drawSpectrum(recording, 0)).toMatch(/aria-label="Features of A · [^:]+: the strongest/);
    const long = makeRun([rich], { probes: Array.from({ length: 600 }, (_, i) => 5 * i) });
    const { snapshots, frameSteps } = long.arms[0]!;
    const dropped = frameSteps.find(step => snapshots.get(step) === null)!;
    const kept = snapshots.steps.find(
      step => Math.abs(step - dropped) <= 40 && snapshots.nearest(dropped) === snapshots.get(step),
    )!;
    expect(kept).not.toBe(dropped);
    expect(drawSpectrum(long, 0, 'light', dropped)).toContain(
      `features of step ${kept.toLocaleString('en-GB')}`,
    );
  });
});
