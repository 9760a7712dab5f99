import type { Place } from '../../../src/engine/program/ops';
import type { CaseBuilder, OpCase } from './case-builder';

/** Tokens side by side. */
function row(make: CaseBuilder, count: number, channels: number, rows: number): Place {
  return make.place([1, count, channels], rows);
}

export function sequence(make: CaseBuilder): OpCase {
  const [tokens, channels, rows] = [make.upTo(5), make.upTo(19), make.upTo(7)];
  const op = {
    kind: 'sequence',
    x: row(make, tokens, channels, rows),
    token: make.parameter(channels),
    positions: make.parameter(tokens + 1, channels),
    y: row(make, tokens + 1, channels, rows),
  } as const;
  return make.finish(`sequence ${rows}×${tokens}×${channels}`, op, rows);
}

export function sequenceGradient(make: CaseBuilder): OpCase {
  const [tokens, channels, rows] = [make.upTo(5), make.upTo(19), make.upTo(7)];
  const dx = make.flip() ? row(make, tokens, channels, rows) : null;
  const op = {
    ...({ kind: 'sequenceGradient', dx } as const),
    dz: row(make, tokens + 1, channels, rows),
    token: make.parameter(channels),
    positions: make.parameter(tokens + 1, channels),
    through: dx && make.through(dx.shape, rows),
  };
  const name = `sequenceGradient ${rows}×${tokens}×${channels}, ${dx ? op.through?.activation : 'no dx'}`;
  return make.finish(name, op, rows);
}

export function attention(make: CaseBuilder, kind: 'attention' | 'attentionGradient'): OpCase {
  const [tokens, heads, width, rows] = [make.upTo(8), make.upTo(4), make.upTo(9), make.upTo(5)];
  const channels = heads * width;
  const x = row(make, tokens, 3 * channels, rows);
  const y = row(make, tokens, channels, rows);
  const scale = make.random.uniform();
  const name = `${kind} ${rows}×${tokens}, ${heads} heads of ${width}`;
  if (kind === 'attention') return make.finish(name, { kind, x, heads, scale, y }, rows);
  const dx = row(make, tokens, 3 * channels, rows);
  const through = make.through(dx.shape, rows);
  const op = { kind, x, dy: y, heads, scale, through, dx } as const;
  return make.finish(`${name}, ${through?.activation}`, op, rows);
}

export function lastToken(make: CaseBuilder, kind: 'lastToken' | 'lastTokenGradient'): OpCase {
  const [tokens, channels, rows] = [make.upTo(5), make.upTo(19), make.upTo(7)];
  const all = row(make, tokens, channels, rows);
  const last = row(make, 1, channels, rows);
  const name = `${kind} ${rows}×${tokens}×${channels}`;
  if (kind === 'lastToken') return make.finish(name, { kind, x: all, y: last }, rows);
  const through = make.through(all.shape, rows);
  return make.finish(`${name}, ${through?.activation}`, { kind, dy: last, through, dx: all }, rows);
}
