import { beforeEach, describe, expect, it } from 'vitest';
import { DetailRequests } from '../../../src/app/components/closer/detailRequests';
import type { DetailWanted } from '../../../src/metrics/types';
import type { Split } from '../../../src/recording/recording';

const EIGEN = { count: 12, pictures: 6 };
const settled = () => new Promise(resolve => setTimeout(resolve));

describe('what the pictures want to see', () => {
  let asked: [Split, DetailWanted | null][];
  let requests: DetailRequests;
  beforeEach(() => {
    asked = [];
    requests = new DetailRequests((split, wanted) => asked.push([split, wanted]));
  });

  it('is asked for in one piece', async () => {
    requests.want('train', 'classes', [0, 1, 2]);
    requests.want('train', 'eigenfunctions', EIGEN);
    await settled();
    expect(asked).toEqual([['train', { classes: [0, 1, 2], eigenfunctions: EIGEN }]]);
  });

  it('is taken back once nobody wants it, and not before', async () => {
    requests.want('train', 'classes', [0, 1, 2]);
    requests.want('train', 'eigenfunctions', EIGEN);
    await settled();
    requests.want('train', 'classes', null);
    await settled();
    expect(asked.at(-1)).toEqual(['train', { classes: null, eigenfunctions: EIGEN }]);
    requests.want('train', 'eigenfunctions', null);
    await settled();
    expect(asked.at(-1)).toEqual(['train', null]);
    expect(asked).toHaveLength(3);
  });

  it('moves to the other inputs with the switch', async () => {
    requests.want('train', 'classes', [0, 1, 2]);
    await settled();
    requests.want('train', 'classes', null);
    requests.want('test', 'classes', [0, 1, 2]);
    await settled();
    expect(asked.slice(1)).toEqual([
      ['train', null],
      ['test', { classes: [0, 1, 2], eigenfunctions: null }],
    ]);
  });

  it('is not asked for again where it stays the same', async () => {
    requests.want('train', 'classes', [0, 1, 2]);
    await settled();
    requests.want('train', 'classes', null);
    requests.want('train', 'classes', [0, 1, 2]);
    await settled();
    expect(asked).toHaveLength(1);
  });
});
