import { type View, viewSchema } from '../experiment/schema';
import { keep, kept } from './kept';

/** What of a view is kept on this machine, for the next visit without a link. */
const KEPT = ['panels', 'smoothing', 'pair'] as const;
type KeptView = Pick<View, (typeof KEPT)[number]>;

const keyOf = (name: keyof KeptView) => `richscope/${name}`;

/** What was chosen before on this machine; as it is at first where nothing was, or what is kept is not understood. */
export function keptView(): View {
  const found = KEPT.flatMap(name => {
    const { success, data } = viewSchema.safeParse({ [name]: kept(keyOf(name)) ?? undefined });
    return success ? [[name, data[name]] as const] : [];
  });
  return viewSchema.parse(Object.fromEntries(found));
}

/** Keeps a choice, as in `View`. */
export const keepView = <Name extends keyof KeptView>(name: Name, value: KeptView[Name]): void =>
  keep(keyOf(name), value);
