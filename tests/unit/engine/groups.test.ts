import { expect, it } from 'vitest';
import { grouped } from '../../../src/engine/kernels/webgpu/groups';

it('passes stay in order, in groups below a piece; one that is larger is a group of its own', () => {
  const works = [0, 3, 3, 0, 3, 9, 1, 2, 0].map((flops, i) => ({ passes: [`${i}a`, `${i}b`], flops }));
  const groups = grouped(works, 6);
  expect(groups.flat()).toEqual(works.flatMap(({ passes }) => passes));
  expect(groups.map(group => group.filter(name => name.endsWith('a')).join(' '))).toEqual([
    '0a 1a 2a 3a',
    '4a',
    '5a',
    '6a 7a 8a',
  ]);
  expect(grouped([], 6)).toEqual([[]]);
});
