import { benchPage } from './page-config.mjs';

/** Training with and without a busy metrics worker beside it: build/bench-beside/bench.html. */
export default benchPage('beside', 'bench-beside');
