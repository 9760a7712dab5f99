/** What is kept of downloaded pictures: for the workers, which know the data only by way of the engine. */
export { cacheSize, emptyCache } from '../data/cache';
