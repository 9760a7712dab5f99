import { measureRow, type RowRequest } from './row';

self.addEventListener('message', async (message: MessageEvent<RowRequest>) => {
  postMessage(await measureRow(message.data));
});
