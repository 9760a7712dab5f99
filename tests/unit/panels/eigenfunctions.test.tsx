import { decode } from 'fast-png';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Eigenfunctions } from '../../../src/panels/eigenfunctions/Eigenfunctions';
import { BAR, eigenfunctionsModel, layoutFor, mostlyOf } from '../../../src/panels/eigenfunctions/geometry';
import { thumbnail } from '../../../src/panels/eigenfunctions/thumbnails';
import type { EigenfunctionsProps } from '../../../src/panels/types';
import type { Recording } from '../../../src/recording/recording';
import { addDetails, eigenfunctionsOf, makePictures } from './details';
import { lazy, makeRun, rich } from './fixture';
import { asFile } from './svg';

const pictures = makePictures();
const classNames = Array.from({ length: 10 }, (_, i) => `digit ${i}`);

function propsOf(recording: Recording, changes: Partial<EigenfunctionsProps> = {}): EigenfunctionsProps {
  return {
    ...{ arm: recording.arms[0]!, found: recording.arms[0]!.details.train, theme: 'light', probe: 'train' },
    ...{ classNames, pictures, width: 1_280 },
    ...changes,
  };
}

const decoded = (address: string) =>
  decode(Uint8Array.from(atob(address.slice(address.indexOf(',') + 1)), c => c.charCodeAt(0)));

describe('thumbnails', () => {
  it('hold the picture, bit by bit', () => {
    const { width, height, channels, data } = decoded(thumbnail(pictures, 7)!);
    expect([width, height, channels]).toEqual([12, 12, 1]);
    expect(Array.from(data)).toEqual(Array.from(pictures.data.subarray(7 * 144, 8 * 144)));
  });

  it('hold colours too', () => {
    const data = Uint8Array.from({ length: 2 * 4 * 3 }, (_, i) => 10 * i);
    const coloured = {
      count: 2,
      shape: [2, 2, 3] as [number, number, number],
      data,
      labels: new Uint16Array(2),
    };
    expect(Array.from(decoded(thumbnail(coloured, 1)!).data)).toEqual(Array.from(data.subarray(12)));
  });

  it('are made once, and not for pictures that are not there', () => {
    expect(thumbnail(pictures, 3)).toBe(thumbnail(pictures, 3));
    expect(thumbnail(pictures, 120)).toBeNull();
    expect(thumbnail(pictures, -1)).toBeNull();
  });
});

describe('eigenfunctions', () => {
  const run = addDetails(makeRun([rich, lazy], { steps: 300 }), 'train');

  it.each([334, 600, 780, 999, 1_000, 1_284, 1_840])('fit a width of %i', width => {
    const { rows, height } = eigenfunctionsModel(propsOf(run, { width }));
    const { column, pictures: count, size } = layoutFor(width);
    expect(rows).toHaveLength(12);
    expect(count).toBeGreaterThanOrEqual(4);
    expect(size).toBeGreaterThanOrEqual(32);
    for (const row of rows) {
      expect(row.pictures).toHaveLength(2 * count);
      for (const [i, picture] of row.pictures.entries()) {
        expect(picture.x).toBeGreaterThanOrEqual(row.x);
        expect(picture.x + size).toBeLessThanOrEqual(row.x + column);
        expect(picture.y + size).toBeLessThanOrEqual(height);
        if (i) expect(picture.x).toBeGreaterThan(row.pictures[i - 1]!.x + size);
      }
    }
    for (const [i, row] of rows.entries())
      for (const other of rows.slice(i + 1)) {
        const apart = Math.abs(row.y - other.y) >= Math.max(68, size) || Math.abs(row.x - other.x) >= column;
        expect(apart).toBe(true);
      }
  });

  it('run from the smallest value to the largest', () => {
    for (const { pictures: thumbnails } of eigenfunctionsModel(propsOf(run)).rows) {
      const values = thumbnails.map(({ alt }) => Number(/e = (.+)$/.exec(alt)![1]));
      expect(values).toEqual([...values].sort((a, b) => a - b));
    }
  });

  it('have bars as long as their values, and a dash where one is undefined', () => {
    const { rows } = eigenfunctionsModel(propsOf(run));
    expect(rows[0]!.bars.map(({ length }) => length)).toEqual([BAR.length, BAR.length, 75.6]);
    expect(rows[11]!.bars.map(({ value }) => value)).toEqual(['0.19', '–', '0.24']);
    expect(rows[11]!.bars[1]!.length).toBe(0);
  });

  it('are named by the classes at their ends, where most pictures are of one', () => {
    const { rows } = eigenfunctionsModel(propsOf(run));
    expect(rows[0]!.tells).toBe('digit 0 ↔ digit 1');
    expect(rows[2]!.tells).toBe('mixed ↔ digit 3');
    expect(mostlyOf(Int32Array.of(0, 10, 20, 1, 2), pictures, classNames)).toBe('digit 0');
    expect(mostlyOf(Int32Array.of(0, 10, 3, 1, 2), pictures, classNames)).toBe('');
    expect(mostlyOf(Int32Array.of(0, 10), null, classNames)).toBe('');
  });

  it('stand without pictures until those arrive', () => {
    const { rows } = eigenfunctionsModel(propsOf(run, { pictures: null }));
    expect(rows[0]!.pictures.every(({ address }) => address === null)).toBe(true);
    expect(rows[0]!.tells).toBe('');
    expect(rows[0]!.pictures[0]!.alt).toBe('picture, e = -2.50');
  });

  it('say in a sentence why there are none', () => {
    const empty = makeRun([rich], { until: -1 });
    expect(eigenfunctionsModel(propsOf(empty)).message).toMatch(/^Press play/);
    expect(eigenfunctionsModel(propsOf(empty, { missing: 'Not in the file.' })).message).toBe(
      'Not in the file.',
    );
    empty.setDetail(0, 'train', 0, {
      collapse: null,
      eigenfunctions: null,
      eigenfunctionsMissing: 'No variance.',
    });
    expect(eigenfunctionsModel(propsOf(empty)).message).toBe('No variance.');
  });

  it.each(['light', 'dark'] as const)('are whole, %s', theme => {
    for (const width of [334, 1_284]) {
      const svg = renderToStaticMarkup(<Eigenfunctions {...propsOf(run, { theme, width })} />);
      expect(svg).not.toMatch(/NaN|undefined"|Infinity/);
      expect(svg.match(/<image [^>]*aria-label="digit \d, e = [^"]+"/g)!.length).toBe(
        24 * layoutFor(width).pictures,
      );
    }
  });

  it('as drawn', async () => {
    const recording = makeRun([rich], { steps: 30 });
    const eigenfunctions = eigenfunctionsOf(3, 6, 120);
    recording.setDetail(0, 'train', 30, { collapse: null, eigenfunctions });
    const svg = renderToStaticMarkup(<Eigenfunctions {...propsOf(recording, { width: 600 })} />);
    await expect(asFile(svg)).toMatchFileSnapshot('snapshots/eigenfunctions.svg');
  });
});
