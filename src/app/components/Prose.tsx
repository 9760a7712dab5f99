import { Fragment } from 'react';

/** The symbol of the measure, with its index set low. */
export const Dlr = () => (
  <span className="symbol">
    D<sub>LR</sub>
  </span>
);

/** Text in which "D_LR" is set as the symbol. */
export function Prose({ text }: { text: string }) {
  const pieces = text.split('D_LR');
  return pieces.map((piece, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never change their order.
    <Fragment key={index}>
      {index > 0 && <Dlr />}
      {piece}
    </Fragment>
  ));
}
