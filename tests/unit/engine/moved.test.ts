import { beforeAll, describe, expect, it } from 'vitest';
import { Augmentation } from '../../../src/engine/augmentation';
import { packMove, unpackMove } from '../../../src/engine/program/moves';
import type { Runtime } from '../../../src/engine/program/program';
import { nodeDevice } from './devices';
import { MOVED, movedSteps } from './moved-cases';
import { ALL, createProgram, NETWORKS } from './networks';

let runtimes: Record<'cpu' | 'wasm', Runtime>;
beforeAll(async () => {
  runtimes = { cpu: (await nodeDevice('cpu')).runtime, wasm: (await nodeDevice('wasm')).runtime };
});

describe.each(['cpu', 'wasm'] as const)('flipped and shifted pictures on %s', device => {
  it.each(MOVED)(
    '%s, convolution %s: trained on as if they had been so before',
    async (shape, convolution) => {
      const { moved, expected } = await movedSteps(runtimes[device], shape, convolution);
      expect({ ...moved, outputs: null }).toEqual({ ...expected, outputs: null });
      // A probe sees them as they are.
      if (shape[1] > 1) expect(moved.outputs).not.toEqual(expected.outputs);
    },
  );

  it('are refused where the plan has none', async () => {
    const { program, dispose } = await createProgram(runtimes[device], NETWORKS[0]![1]);
    await expect(program.step(ALL, () => {}, new Int32Array(ALL.length))).rejects.toThrow(/takes none/);
    dispose();
  });
});

describe('a move', () => {
  it('is one word and back', () => {
    for (const dx of [-127, -1, 0, 3, 127])
      for (const dy of [-127, 0, 127])
        for (const flip of [false, true])
          expect(unpackMove(packMove({ dx, dy, flip }))).toEqual({ dx, dy, flip });
    expect(() => packMove({ dx: 128, dy: 0, flip: false })).toThrow(RangeError);
  });
});

describe('Augmentation', () => {
  const drawn = (wanted: { flip: boolean; shift: number }, seed = 1) =>
    [...new Augmentation(wanted, seed).take(4_000)].map(unpackMove);

  it('flips half of the pictures and shifts evenly in both directions', () => {
    const moves = drawn({ flip: true, shift: 2 });
    const share = (is: (move: (typeof moves)[number]) => boolean) => moves.filter(is).length / moves.length;
    expect(Math.abs(share(({ flip }) => flip) - 0.5)).toBeLessThan(0.04);
    for (let pixels = -2; pixels <= 2; pixels++) {
      expect(Math.abs(share(({ dx }) => dx === pixels) - 0.2)).toBeLessThan(0.04);
      expect(Math.abs(share(({ dy }) => dy === pixels) - 0.2)).toBeLessThan(0.04);
    }
    expect(Math.abs(share(({ dx, dy }) => dx === dy) - 0.2)).toBeLessThan(0.04);
    expect(share(({ dx, dy }) => Math.max(Math.abs(dx), Math.abs(dy)) > 2)).toBe(0);
  });

  it('does only what is wanted', () => {
    expect(drawn({ flip: false, shift: 3 }).some(({ flip }) => flip)).toBe(false);
    expect(drawn({ flip: true, shift: 0 }).some(({ dx, dy }) => dx !== 0 || dy !== 0)).toBe(false);
  });

  it('is the same for the same seed, and goes on from a saved state', () => {
    const wanted = { flip: true, shift: 4 };
    expect(drawn(wanted)).toEqual(drawn(wanted));
    expect(drawn(wanted)).not.toEqual(drawn(wanted, 2));
    const first = new Augmentation(wanted, 1);
    first.take(7);
    const second = new Augmentation(wanted, 5);
    second.load(structuredClone(first.save()));
    expect(second.take(50)).toEqual(first.take(50));
  });
});
