import type { PanelId } from '../panels';
import type { TermId } from './terms';

/** The words that stand in a panel, or on its picture, in the order in which they are explained. */
export const PANEL_WORDS: Record<PanelId, readonly TermId[]> = {
  arms: ['arm', 'dlr', 'jackknife', 'accuracy', 'fits', 'rich', 'lazy', 'undefined', 'diverged'],
  richness: ['dlr', 'rich', 'lazy', 'step', 'probe', 'probe-pictures', 'jackknife'],
  accuracy: ['accuracy', 'training-pictures', 'step'],
  loss: ['loss', 'target', 'step'],
  spectrum: ['feature', 'spectrum', 'strength', 'utilisation', 'quality', 'classes', 'k95'],
  why: ['used', 'even', 'participation', 'rank', 'span', 'jackknife'],
  rivals: [
    's-init',
    'kernel-distance',
    'weights-way',
    'nc1',
    'target-alignment',
    'tangent-kernel',
    'cka',
    'weight-decay',
  ],
  layers: ['layer', 'dlr', 'used', 'dimension', 'feature'],
  collapse: ['neural-collapse', 'class-mean', 'plane', 'nc1', 'nc2', 'nc3', 'nc4'],
  eigenfunctions: ['eigenfunction', 'probe-pictures', 'strength', 'used', 'quality'],
  fourier: ['embedding', 'fourier', 'modular', 'participation'],
  pair: ['dlr', 'accuracy', 'loss', 'step', 'probe'],
};
