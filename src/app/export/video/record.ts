import type { Encoder } from './encode';

const TYPES = ['video/mp4;codecs=avc1', 'video/webm;codecs=vp9', 'video/webm;codecs=vp8', 'video/webm'];

/** Milliseconds between two looks of the recorder at the canvas. */
const LOOK = 100;

/**
 * A recorder of a canvas, for browsers without WebCodecs; null where there is none. It sees what is on the canvas and for how
 * long, so frames are kept first and played to it in the end.
 */
export function recorderOf(canvas: HTMLCanvasElement): Encoder | null {
  const hasRecorder = 'MediaRecorder' in window && 'captureStream' in canvas;
  const type = hasRecorder ? TYPES.find(one => MediaRecorder.isTypeSupported(one)) : undefined;
  if (type === undefined) return null;
  const frames: { image: ImageBitmap; seconds: number }[] = [];
  const forget = () => {
    for (const { image } of frames.splice(0)) image.close();
  };
  return {
    ending: type.startsWith('video/mp4') ? 'mp4' : 'webm',
    type: type.split(';')[0]!,
    async add(_, seconds) {
      frames.push({ image: await createImageBitmap(canvas), seconds });
    },
    async finish() {
      const pieces: Blob[] = [];
      const recorder = new MediaRecorder(canvas.captureStream(1_000 / LOOK), { mimeType: type });
      recorder.ondataavailable = ({ data }) => pieces.push(data);
      const stopped = new Promise<void>((resolve, reject) => {
        recorder.onstop = () => resolve();
        recorder.onerror = () => reject(new Error('The browser stopped making the video: try again.'));
      });
      recorder.start();
      const context = canvas.getContext('2d')!;
      for (const { image, seconds } of frames) {
        const until = performance.now() + 1_000 * seconds;
        // A canvas that is not drawn on gives the recorder no new frame.
        while (performance.now() < until) {
          context.drawImage(image, 0, 0);
          await new Promise(resolve => setTimeout(resolve, Math.min(LOOK, until - performance.now())));
        }
      }
      recorder.stop();
      await stopped;
      forget();
      return new Blob(pieces, { type });
    },
    async cancel() {
      forget();
    },
  };
}
