import { describe, expect, it } from 'vitest';
import { framesToCsv, lossesToCsv } from '../../../src/recording/csv';
import { COLUMN_NAMES } from '../../../src/recording/recording';
import { NETWORK_MEASURES } from '../../../src/recording/types';
import { makeFrame, makeRecording } from './make';

const rows = (csv: string) => csv.split('\r\n').map(line => line.split(','));

describe('probes as CSV', () => {
  it('have a row per arm, probe and split, and a column per measure', () => {
    const recording = makeRecording();
    recording.addFrame(makeFrame(0, 0, 0.25, null));
    recording.addFrame(makeFrame(0, 5, 0.75, 0.125));
    recording.addFrame(makeFrame(1, 5, 0.5, 1e-7));
    const [header, ...lines] = rows(framesToCsv(recording));
    expect(header).toEqual(['arm', 'label', 'step', 'split', ...COLUMN_NAMES, ...NETWORK_MEASURES]);
    expect(lines.map(line => line.slice(0, 7))).toEqual([
      ['A', 'All layers', '0', 'train', '0.25', '0.75', ''],
      ['A', 'All layers', '0', 'test', '0.125', '0.875', '0.5'],
      ['A', 'All layers', '5', 'train', '0.75', '0.25', '0.125'],
      ['A', 'All layers', '5', 'test', '0.375', '0.625', '0.5'],
      ['B', 'Last layer only', '5', 'train', '0.5', '0.5', '1e-7'],
      ['B', 'Last layer only', '5', 'test', '0.25', '0.75', '0.5'],
      [''],
    ]);
    expect(new Set(lines.slice(0, -1).map(line => line.length))).toEqual(
      new Set([4 + COLUMN_NAMES.length + NETWORK_MEASURES.length]),
    );
  });
});

describe('losses as CSV', () => {
  it('have a row per arm and step', () => {
    const recording = makeRecording();
    recording.addLosses(0, Float64Array.of(1, 2), Float64Array.of(0.5, Number.POSITIVE_INFINITY));
    recording.addLosses(1, Float64Array.of(1), Float64Array.of(-0.25));
    expect(lossesToCsv(recording)).toBe(
      'arm,label,step,loss\r\nA,All layers,1,0.5\r\nA,All layers,2,\r\nB,Last layer only,1,-0.25\r\n',
    );
  });

  it.each([
    ['a, b', '"a, b"'],
    ['say "x"', '"say ""x"""'],
    ['two\nlines', '"two\nlines"'],
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@a', "'@a"],
    ['=HYPERLINK("x","y")', '"\'=HYPERLINK(""x"",""y"")"'],
    ['a=b', 'a=b'],
  ])('quote the label %j and take the formula out of it', (label, cell) => {
    const recording = makeRecording({ arms: [{ label, set: {} }] });
    recording.addLosses(0, Float64Array.of(1), Float64Array.of(0.5));
    expect(lossesToCsv(recording)).toBe(`arm,label,step,loss\r\nA,${cell},1,0.5\r\n`);
  });
});
