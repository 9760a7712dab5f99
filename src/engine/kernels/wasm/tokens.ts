import type { Op } from '../../program/ops';
import type { Context, Work } from './context';

type TokenOp = Extract<
  Op,
  {
    kind:
      | 'sequence'
      | 'sequenceGradient'
      | 'attention'
      | 'attentionGradient'
      | 'lastToken'
      | 'lastTokenGradient';
  }
>;

/** Ops on places whose tokens lie side by side, without borders. */
export function tokenWork(context: Context, op: TokenOp): Work {
  const { kernels } = context;
  const { exports } = kernels;
  switch (op.kind) {
    case 'sequence': {
      const [, tokens, channels] = op.x.shape;
      const [x, y] = [context.place(op.x), context.place(op.y)];
      const learned = [context.parameter(op.token), context.parameter(op.positions)] as const;
      return rows => exports.sequence(x, tokens, channels, ...learned, y, rows);
    }
    case 'sequenceGradient':
      return sequenceGradient(context, op);
    case 'attention': {
      const [, tokens, channels] = op.y.shape;
      const [x, y, heads] = [context.place(op.x), context.place(op.y), [op.heads, op.scale] as const];
      return rows => exports.attention(x, tokens, channels, ...heads, y, rows, kernels.scratch(8 * tokens));
    }
    case 'attentionGradient': {
      const [, tokens, channels] = op.dy.shape;
      const [x, dy, dx] = [context.place(op.x), context.place(op.dy), context.place(op.dx)];
      const shape = [tokens, channels, op.heads, op.scale] as const;
      const work: Work = rows =>
        exports.attentionGradient(x, dy, ...shape, dx, rows, kernels.scratch(8 * tokens));
      return context.thenDerivative(work, op.dx, op.through);
    }
    case 'lastToken': {
      const [, tokens, channels] = op.x.shape;
      const [from, y] = [context.place(op.x) + 4 * (tokens - 1) * channels, context.place(op.y)];
      return rows => exports.copyRuns(from, tokens * channels, y, channels, channels, rows);
    }
    case 'lastTokenGradient': {
      const [, tokens, channels] = op.dx.shape;
      const [dy, dx] = [context.place(op.dy), context.place(op.dx)];
      const step = tokens * channels;
      const work: Work = rows => {
        kernels.floats(dx, rows * step).fill(0);
        exports.copyRuns(dy, channels, dx + 4 * (step - channels), step, channels, rows);
      };
      return context.thenDerivative(work, op.dx, op.through);
    }
  }
}

function sequenceGradient(context: Context, op: Extract<Op, { kind: 'sequenceGradient' }>): Work {
  const { exports } = context.kernels;
  const { dx } = op;
  const [, tokens, channels] = op.dz.shape;
  const dz = context.place(op.dz);
  const [token, positions] = [context.gradient(op.token), context.gradient(op.positions)];
  const step = tokens * channels;
  const own: Work = rows => {
    exports.columnSumsAdd(dz, positions, rows, step, step);
    exports.columnSumsAdd(dz + 4 * (step - channels), token, rows, channels, step);
  };
  if (!dx) return own;
  const [to, kept] = [context.place(dx), step - channels];
  const work: Work = rows => {
    own(rows);
    exports.copyRuns(dz, step, to, kept, kept, rows);
  };
  return context.thenDerivative(work, dx, op.through);
}
