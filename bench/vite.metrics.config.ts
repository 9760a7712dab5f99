import { benchPage } from './page-config.mjs';

/** The comparison of measures: build/bench-metrics/bench.html. */
export default benchPage('metrics', 'bench-metrics');
