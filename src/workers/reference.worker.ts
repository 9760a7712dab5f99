import { loadNumericsHere } from './numerics-files';
import { checkAll } from './reference';

void checkAll(loadNumericsHere(), event => postMessage(event));
