import type { Recording } from '../recording/recording';
import list from './recorded.json';

/** What is known of a recording that comes with the page before it is loaded. Written by `npm run recordings`. */
export interface Recorded {
  seed: number;
  device: string;
  /** What the run took from start to end on the machine that recorded it. */
  seconds: number;
  /** Richscope's version that made it. */
  version: string;
}

const RECORDED = new Map<string | null, Recorded>(Object.entries(list));

/** The recording that comes with a preset; undefined where there is none. */
export const recordedOf = (preset: string | null): Recorded | undefined => RECORDED.get(preset);

const shipped = new WeakSet<Recording>();

/** Remembers that a recording came with the page, for the words about it. */
export const markShipped = (recording: Recording): WeakSet<Recording> => shipped.add(recording);

/** True for a recording that came with the page, and is not the reader's own run or file. */
export const isShipped = (recording: Recording): boolean => shipped.has(recording);
