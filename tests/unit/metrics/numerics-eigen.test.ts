import { plainNumerics } from '../../../src/metrics/numerics';
import { describeEigen } from './eigen-suite';
import { wasmNumerics } from './numerics';

describeEigen('TypeScript twin', async () => plainNumerics);
describeEigen('WebAssembly', wasmNumerics);
