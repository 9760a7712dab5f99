import type { HubSource } from '../experiment/schema';
import type { SplitNames } from './cache';
import type { DataSettings } from './types';

/** An image-classification data set of the Hugging Face hub. */
export interface HubSet {
  /** owner/name on the hub. */
  id: string;
  name: string;
  /** Name of its configuration; null: the default one, or the first. */
  config: string | null;
  /** Its splits; null: to be found. */
  splits: SplitNames | null;
  /** Names of the classes that are better than those that it gives itself. */
  classes: readonly string[] | null;
  /** What to do where it cannot be read, as a clause. */
  instead: string;
}

const TRAIN_AND_TEST: SplitNames = { train: 'train', test: 'test', note: null };
const BUILT_IN = 'or the built-in digits';

const NAMED: Record<Exclude<HubSource, 'hub'>, HubSet> = {
  mnist: {
    id: 'ylecun/mnist',
    name: 'MNIST',
    config: null,
    splits: TRAIN_AND_TEST,
    classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
    instead: `choose its IDX files instead, ${BUILT_IN}`,
  },
  'fashion-mnist': {
    id: 'zalando-datasets/fashion_mnist',
    name: 'Fashion-MNIST',
    config: null,
    splits: TRAIN_AND_TEST,
    classes: [
      'T-shirt or top',
      'trousers',
      'pullover',
      'dress',
      'coat',
      'sandal',
      'shirt',
      'trainer',
      'bag',
      'ankle boot',
    ],
    instead: `choose its IDX files instead, ${BUILT_IN}`,
  },
  cifar10: {
    id: 'uoft-cs/cifar10',
    name: 'CIFAR-10',
    config: null,
    splits: TRAIN_AND_TEST,
    classes: null,
    instead: `choose its binary files instead, ${BUILT_IN}`,
  },
  cifar100: {
    id: 'uoft-cs/cifar100',
    name: 'CIFAR-100',
    config: null,
    splits: TRAIN_AND_TEST,
    classes: null,
    instead: `choose its binary files instead, ${BUILT_IN}`,
  },
};

/** The data set that the settings name. */
export function hubSet(source: HubSource, { hub, hubConfig }: DataSettings['data']): HubSet {
  if (source !== 'hub') return NAMED[source];
  return {
    id: hub,
    name: hub,
    config: hubConfig || null,
    splits: null,
    classes: null,
    instead: 'choose another data set',
  };
}
