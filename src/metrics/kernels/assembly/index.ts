// Products of columns and the symmetric eigenproblem. Addresses are byte offsets in the module's memory, which it
// imports; nothing is allocated here: the caller lays the memory out. All numbers are float64 unless a name says
// otherwise. Compiled twice, with and without relaxed SIMD.
export { addProduct, addProductSingle, demote, mirror } from './products';
export { largest, scaleAll, tridiagonalise } from './tridiagonal';
export { centreColumns, moments } from './centre';
export { combine } from './combine';
export { addSums, addUpper, squaredRest } from './parts';
export { reflectPanels } from './panels';
export { diagonalise } from './diagonalise';
