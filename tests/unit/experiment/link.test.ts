import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLink, encodeLink, LinkError } from '../../../src/experiment/link';
import { LINK_BASES, LINK_VERSION, linkBase, presentLinkBase } from '../../../src/experiment/link-bases';
import { PRESETS, presetById } from '../../../src/experiment/presets';
import { changeSetting, parseExperiment, viewSchema } from '../../../src/experiment/schema';
import { experiments } from './arbitrary';

const view = viewSchema.parse({});
const views = fc.record({
  stepAxis: fc.constantFrom('log' as const, 'linear' as const),
  smoothing: fc.constantFrom('none' as const, 'light' as const, 'strong' as const),
  pair: fc.constantFrom('dlr.testAccuracy', 'step.nc1'),
  probe: fc.constantFrom('train' as const, 'test' as const),
  theme: fc.constantFrom('system' as const, 'light' as const, 'dark' as const),
  panels: fc.constantFrom('', 'richness', 'why!.loss.collapse!'),
});

const hashOf = (payload: string | object, version: string | number = LINK_VERSION) => {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  return `#e=${version}.${Buffer.from(text).toString('base64url')}`;
};

const sentenceOf = (hash: string): string => {
  try {
    decodeLink(hash);
  } catch (error) {
    expect(error).toBeInstanceOf(LinkError);
    return (error as LinkError).message;
  }
  throw new Error('The link was opened.');
};

describe('a link', () => {
  it('opens as what was put in, every setting and every view setting', () => {
    fc.assert(
      fc.property(experiments, views, (experiment, chosen) => {
        expect(decodeLink(encodeLink({ experiment, view: chosen }))).toEqual({ experiment, view: chosen });
      }),
      { numRuns: 300 },
    );
  });

  it('has only characters that every address bar, chat and mail leaves alone', () => {
    fc.assert(
      fc.property(experiments, views, (experiment, chosen) => {
        expect(encodeLink({ experiment, view: chosen })).toMatch(/^#e=[0-9]+\.[A-Za-z0-9_-]+$/);
      }),
    );
  });

  it.each(PRESETS.map(preset => preset.id))('to %s as it is stays below 60 characters', id => {
    const { experiment } = presetById(id);
    const link = encodeLink({ experiment, view });
    expect(link.length).toBeLessThan(60);
    expect(decodeLink(link)).toEqual({ experiment, view });
  });

  it('with a few changes stays below 300 characters', () => {
    let { experiment } = presetById('rich-is-not-better');
    experiment = changeSetting(experiment, 'data.source', 'mnist');
    experiment = changeSetting(experiment, 'training.learningRate', 0.0005);
    experiment = changeSetting(experiment, 'seed', 3_141_592_653);
    experiment = changeSetting(experiment, 'stop.steps', 20_000);
    expect(
      encodeLink({ experiment, view: { ...view, stepAxis: 'linear', theme: 'dark' } }).length,
    ).toBeLessThan(300);
  });

  it('keeps what was changed in the arms of a preset, label or setting', () => {
    const { experiment } = presetById('the-dial');
    const [first, ...others] = experiment.arms;
    for (const arm of [
      { label: 'Renamed', set: first!.set },
      { label: first!.label, set: { ...first!.set, 'model.width': 64 } },
      { label: first!.label, set: {} },
    ]) {
      const changed = parseExperiment({ ...experiment, arms: [arm, ...others] });
      expect(decodeLink(encodeLink({ experiment: changed, view }))?.experiment).toEqual(changed);
    }
  });

  it('leaves out a preset that does not exist', () => {
    const experiment = parseExperiment({ preset: 'of-my-own', seed: 5 });
    expect(decodeLink(encodeLink({ experiment, view }))?.experiment).toEqual({ ...experiment, preset: null });
  });
});

describe('no link', () => {
  it.each(['', '#', '#main', '#x=1', 'e=1.e30'])('%j', hash => {
    expect(decodeLink(hash)).toBeNull();
  });
});

describe('a link that cannot be opened gives one sentence', () => {
  const damaged = 'The link is damaged; copy it again, in full, from where you found it.';

  it.each([
    ['no payload', '#e='],
    ['no version', '#e=e30'],
    ['an empty payload', '#e=1.'],
    ['version 0', hashOf({}, '0')],
    ['a version with zeros in front', hashOf({}, '01')],
    ['a character of no base64url', '#e=1.e3*0'],
    ['a percent sign', '#e=1.e30%3D'],
    ['base64 of an impossible length', '#e=1.abcde'],
    ['bytes that are not UTF-8', `#e=1.${Buffer.from([0xff, 0xfe]).toString('base64url')}`],
    ['a label that is not UTF-8', `#e=1.${Buffer.from('{"a":[["\xff"]]}', 'latin1').toString('base64url')}`],
    ['no JSON', hashOf('{')],
    ['no object', hashOf('null')],
    ['an unknown part', hashOf({ x: 1 })],
    ['a prototype as part', hashOf('{"__proto__":{"p":"the-dial"}}')],
    ['arms of the wrong shape', hashOf({ a: [['A', {}, 3]] })],
    ['an unknown view', hashOf({ v: { stepAxis: 'cubic' } })],
    ['an unknown view setting', hashOf({ v: { zoom: 2 } })],
    ['five arms', hashOf({ a: Array(5).fill(['A']) })],
    ['two thousand arms', hashOf({ a: Array(2_000).fill(['A']) })],
    ['nested settings', hashOf({ s: { data: { train: 20 } } })],
  ])('damaged: %s', (_, hash) => {
    expect(sentenceOf(hash)).toBe(damaged);
  });

  it('cut off anywhere, it is damaged', () => {
    const whole = encodeLink({
      experiment: changeSetting(presetById('the-dial').experiment, 'seed', 7),
      view,
    });
    for (let length = '#e='.length; length < whole.length; length++)
      expect(sentenceOf(whole.slice(0, length))).toBe(damaged);
  });

  it('newer', () => {
    expect(sentenceOf(hashOf({}, LINK_VERSION + 1))).toBe(
      'The link was made by a newer Richscope than this page; reload the page and try again.',
    );
  });

  it.each(['no-such', '__proto__', 'constructor', 'toString'])('an unknown preset, %s', id => {
    expect(sentenceOf(hashOf(`{"p":"${id}"}`))).toBe(
      `The link names a preset that does not exist, "${id}"; pick one here.`,
    );
  });

  it.each(['constructor.prototype', 'data.__proto__.x', 'data', 'no.such', ''])(
    'an unknown setting, %j',
    path => {
      expect(sentenceOf(hashOf(`{"s":{"${path}":1}}`))).toContain(`sets "${path}", which is not a setting`);
    },
  );

  it('a prototype among the settings changes nothing', () => {
    for (const part of ['{"s":{"__proto__":1}}', '{"a":[["A",{"__proto__":1}]]}', '{"v":{"__proto__":"x"}}'])
      try {
        expect(decodeLink(hashOf(part))?.view).toEqual(view);
      } catch (error) {
        expect(error).toBeInstanceOf(LinkError);
      }
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it('a value out of its range, naming the setting', () => {
    expect(sentenceOf(hashOf({ s: { 'model.width': 1e9 } }))).toMatch(
      /^The link asks for what cannot be run \(model\.width: .*[^.]\); copy it again/,
    );
    expect(sentenceOf(hashOf({ a: [['A', { seed: 2 }]] }))).toContain('"seed" is common to all arms');
  });

  it('a hash of a megabyte, at once', () => {
    const start = performance.now();
    expect(sentenceOf(`#e=1.${'A'.repeat(1_000_000)}`)).toContain('far longer than an experiment needs');
    expect(performance.now() - start).toBeLessThan(100);
  });

  it('any text at all opens, is no link, or gives a sentence', () => {
    fc.assert(
      fc.property(fc.string(), fc.json(), (text, json) => {
        for (const hash of [`#e=${text}`, `#e=1.${text}`, hashOf(json), hashOf(text)])
          try {
            decodeLink(hash);
          } catch (error) {
            expect(error).toBeInstanceOf(LinkError);
            expect((error as Error).message).toMatch(/^The link .*[^.]\.$/);
          }
      }),
    );
  });
});

describe('the meaning of a link', () => {
  it('does not change with the defaults: the newest base is what they are now', () => {
    expect(
      presentLinkBase(),
      'A default, a preset, or the list of settings has changed. Links of the present version would change their ' +
        'meaning. Run `node scripts/freeze-links.mjs` (with --amend only if no link of this version is in use yet) ' +
        'and commit src/experiment/link-bases.json.',
    ).toEqual(LINK_BASES[LINK_VERSION]);
  });

  it('of versions 1 … newest is known', () => {
    expect(Object.keys(LINK_BASES)).toEqual(Array.from({ length: LINK_VERSION }, (_, i) => `${i + 1}`));
    expect(() => linkBase(LINK_VERSION + 1)).toThrow('There is no link version');
  });

  it('takes a setting that came later at the value it came with', () => {
    const empty = { arms: [], view, presets: {} };
    const bases = {
      1: { ...empty, settings: { old: 1 } },
      2: { ...empty, settings: { old: 2, added: 5 } },
      3: { ...empty, settings: { old: 3, added: 6, latest: 7 } },
    };
    expect([1, 2, 3].map(version => linkBase(version, bases).settings)).toEqual([
      { old: 1, added: 5, latest: 7 },
      { old: 2, added: 5, latest: 7 },
      { old: 3, added: 6, latest: 7 },
    ]);
  });

  it('of version 1 stays: a link from the past', () => {
    const link =
      '#e=1.eyJzIjp7ImRhdGEuc291cmNlIjoibW5pc3QiLCJtb2RlbC53aWR0aCI6NjQsInNlZWQiOjl9LCJhIjpbWyJBbGwiXSxbIkxhc3QiLHsidHJhaW5pbmcubGF5ZXJzIjoibGFzdCJ9XV0sInYiOnsidGhlbWUiOiJkYXJrIn19';
    // Settings that did not exist then may be there too.
    expect(decodeLink(link)).toMatchObject({
      experiment: {
        preset: null,
        data: {
          ...{ source: 'mnist', train: 4_000, test: 2_000, codeStrength: 0, codeAtTest: 'random' },
          ...{ labelNoise: 0, targetScale: 1 },
        },
        model: {
          ...{ kind: 'mlp', depth: 2, width: 64, channels: 16, activation: 'relu', init: 'he', initScale: 1 },
          ...{ zeroHead: false, bias: true },
        },
        training: {
          ...{ layers: 'all', loss: 'mse', optimiser: 'adamw', learningRate: 0.001, momentum: 0.9 },
          ...{ beta2: 0.999, weightDecay: 0, batchSize: 128 },
        },
        seed: 9,
        stop: { steps: 3_000, trainAccuracy: null },
        probe: { samples: 1_024, perDecade: 24 },
        arms: [
          { label: 'All', set: {} },
          { label: 'Last', set: { 'training.layers': 'last' } },
        ],
      },
      view: { ...view, stepAxis: 'log', probe: 'train', theme: 'dark', panels: '' },
    });
  });
});
