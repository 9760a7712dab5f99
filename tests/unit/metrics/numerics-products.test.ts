import { plainNumerics } from '../../../src/metrics/numerics';
import { wasmNumerics } from './numerics';
import { describeProducts } from './products-suite';

describeProducts('TypeScript twin', async () => plainNumerics);
describeProducts('WebAssembly', wasmNumerics);
