import { plainNumerics } from '../../../src/metrics/numerics';
import { describeCentre } from './centre-suite';
import { wasmNumerics } from './numerics';
import { describeProducts } from './products-suite';

describeProducts('TypeScript twin', async () => plainNumerics);
describeProducts('WebAssembly', wasmNumerics);
describeCentre('TypeScript twin', async () => plainNumerics);
describeCentre('WebAssembly', wasmNumerics);
