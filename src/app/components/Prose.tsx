import { Fragment } from 'react';

/** The symbol of the measure, with its index set low. */
export const Dlr = () => (
  <span className="symbol">
    D<sub>LR</sub>
  </span>
);

const SInit = () => (
  <span className="symbol">
    S<sub>init</sub>
  </span>
);

/** Text in which "D_LR" and "S_init" are set as symbols. */
export function Prose({ text }: { text: string }) {
  return text.split(/(D_LR|S_init)/).map((piece, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never change their order.
    <Fragment key={index}>{piece === 'D_LR' ? <Dlr /> : piece === 'S_init' ? <SInit /> : piece}</Fragment>
  ));
}
