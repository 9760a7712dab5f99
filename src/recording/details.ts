import type { Detail } from '../metrics/types';
import { Moments } from './moments';

/** A detail and the step of the probe that it shows. */
export interface StepDetail {
  step: number;
  detail: Detail;
}

/** Most past details that an arm keeps per split, and most bytes that they take together. */
const DETAIL_LIMIT = 64;
const DETAIL_BYTES = 2_000_000;

/** A record of past details, thinned when it is full. */
export const createDetails = (): Moments<StepDetail> =>
  new Moments({ count: DETAIL_LIMIT, bytes: DETAIL_BYTES, sizeOf: sizeOfDetail });

function sizeOfDetail({ detail: { collapse, eigenfunctions } }: StepDetail): number {
  const arrays = [
    ...(collapse ? [collapse.points, collapse.members] : []),
    ...(eigenfunctions ?? []).flatMap(({ largest, largestValues, smallest, smallestValues }) => [
      ...[largest, largestValues, smallest, smallestValues],
    ]),
  ];
  return arrays.reduce((sum, { byteLength }) => sum + byteLength, 0);
}
