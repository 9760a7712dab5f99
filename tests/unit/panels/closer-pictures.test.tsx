import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import type { CurveProps } from '../../../src/panels';
import {
  CAUSES,
  CauseCurve,
  LayerMap,
  LayerSpectrum,
  RIVAL_NAMES,
  RivalCurve,
} from '../../../src/panels/closer';
import type { Recording } from '../../../src/recording/recording';
import { asFile, expectWhole } from './drawn';
import { gaps, lazy, makeRun, measured, rich } from './fixture';

const draw = (name: string, picture: ReactElement) =>
  renderToStaticMarkup(picture, { identifierPrefix: name });

type Changes = Partial<Pick<CurveProps, 'theme' | 'hoverStep' | 'stepAxis' | 'shownStep'>>;

/** Every picture of the section, by the name of its snapshot. */
function picturesOf(recording: Recording, changes: Changes = {}): Record<string, string> {
  const { version, arms } = recording;
  const arm = arms[0]!;
  const curve: CurveProps = {
    ...{ recording, version, theme: 'light', probe: 'train', stepAxis: 'log' },
    ...{ width: 409, height: 121, hoverStep: null, onHoverStep() {} },
    ...changes,
  };
  const { theme, probe, shownStep = null } = curve;
  const pictures: Record<string, ReactElement> = {};
  for (const cause of CAUSES) pictures[`why-${cause}`] = <CauseCurve {...curve} height={168} cause={cause} />;
  for (const name of RIVAL_NAMES)
    pictures[`rival-${name}`] = <RivalCurve {...curve} name={name} last={true} />;
  pictures['layer-map'] = (
    <LayerMap {...curve} arm={arm} last={true} selected={2} onRead={() => {}} onSelect={() => {}} />
  );
  pictures['layer-spectrum'] = (
    <LayerSpectrum {...{ arm, version, theme, probe, shownStep }} layer={2} width={380} height={220} />
  );
  return Object.fromEntries(Object.entries(pictures).map(([name, picture]) => [name, draw(name, picture)]));
}

describe('pictures of the section, as drawn', () => {
  const pictures = picturesOf(makeRun([measured(gaps), measured(lazy)], { steps: 300 }));
  it.each(Object.keys(pictures))('%s', async name => {
    await expect(asFile(pictures[name]!)).toMatchFileSnapshot(`snapshots/${name}.svg`);
  });
});

describe('pictures of the section are whole', () => {
  const runs = {
    finished: makeRun([measured(rich), measured(lazy)]),
    plain: makeRun([rich, lazy]),
    empty: makeRun([measured(rich)], { until: -1 }),
    single: makeRun([measured(gaps), measured(lazy)], { until: 0 }),
    four: makeRun([measured(rich), measured(gaps), lazy, lazy], { divergesAt: 60 }),
  };

  it.each(Object.entries(runs))('%s', (_, recording) => {
    for (const theme of ['light', 'dark'] as const)
      for (const hoverStep of [null, 0, 50])
        for (const stepAxis of ['log', 'linear'] as const)
          for (const shownStep of [null, 50])
            for (const svg of Object.values(picturesOf(recording, { theme, hoverStep, stepAxis, shownStep })))
              expectWhole(svg);
  });

  it('say their newest values in words', () => {
    const pictures = picturesOf(runs.finished);
    expect(pictures['why-used']).toMatch(/aria-label="Used share [^"]+ A 97\u202f%; B 60\u202f%"/);
    expect(pictures['rival-nc1']).toMatch(/aria-label="NC1[^"]+ A 0\.011; B 2\.5"/);
    expect(pictures['layer-map']).toMatch(/aria-label="D_LR by layer[^"]+ dense 3 0\.05"/);
    expect(pictures['layer-spectrum']).toMatch(/aria-label="Strength [^"]+; effective dimension 8\.0"/);
  });

  it('mark a past moment and say its values', () => {
    const step = [...runs.finished.arms[0]!.frameSteps].find(at => at >= 50)!;
    const pictures = picturesOf(runs.finished, { shownStep: step });
    for (const [name, svg] of Object.entries(pictures))
      if (name !== 'layer-spectrum') expect(svg, name).toContain(`data-shown-step="${step}"`);
    expect(pictures['why-used']).toMatch(new RegExp(`aria-label="Used share [^"]+ Step ${step}: A \\d+`));
    expect(pictures['layer-map']).toMatch(
      new RegExp(`aria-label="D_LR by layer[^"]+ Step ${step}: dense 1 `),
    );
    const newest = picturesOf(runs.finished);
    expect(pictures['layer-spectrum']).not.toBe(newest['layer-spectrum']);
    expect(newest['layer-map']).toMatch(/ Newest: dense 1 /);
  });

  it('say why there is nothing', () => {
    const pictures = picturesOf(runs.empty);
    expect(Object.values(pictures).filter(svg => svg.includes('Press play'))).toHaveLength(
      CAUSES.length + RIVAL_NAMES.length + 1,
    );
  });
});
