import {
  BufferTarget,
  CanvasSource,
  canEncodeVideo,
  Mp4OutputFormat,
  Output,
  QUALITY_HIGH,
  type VideoCodec,
  WebMOutputFormat,
} from 'mediabunny';
import { recorderOf } from './record';

/** Takes the frames of a video one after the other. */
export interface Encoder {
  /** The file's ending. */
  ending: 'mp4' | 'webm';
  type: string;
  /** Takes what is on the canvas now. @param at seconds from the start @param seconds for which it is shown */
  add(at: number, seconds: number): Promise<void>;
  /** The whole file. */
  finish(): Promise<Blob>;
  cancel(): Promise<void>;
}

/** H.264 in MP4 opens in slides and on phones; the others are what browsers without it have. */
const WANTED: readonly { codec: VideoCodec; ending: Encoder['ending'] }[] = [
  { codec: 'avc', ending: 'mp4' },
  { codec: 'vp9', ending: 'webm' },
  { codec: 'vp8', ending: 'webm' },
];

export const NO_VIDEO =
  'This browser cannot make videos: use a current Chrome, Edge, Firefox or Safari, or save pictures instead.';

/**
 * What makes a video of a canvas here: WebCodecs, or else a recorder, which takes as long as the video lasts.
 * @throws Error with a sentence for people where there is neither
 */
export async function encoderOf(canvas: HTMLCanvasElement): Promise<Encoder> {
  const { width, height } = canvas;
  if ('VideoEncoder' in window)
    for (const { codec, ending } of WANTED)
      if (await canEncodeVideo(codec, { width, height, quality: QUALITY_HIGH }))
        return webCodecsEncoder(canvas, codec, ending);
  const recorder = recorderOf(canvas);
  if (recorder) return recorder;
  throw new Error(NO_VIDEO);
}

async function webCodecsEncoder(
  canvas: HTMLCanvasElement,
  codec: VideoCodec,
  ending: Encoder['ending'],
): Promise<Encoder> {
  const target = new BufferTarget();
  const format = ending === 'mp4' ? new Mp4OutputFormat() : new WebMOutputFormat();
  const output = new Output({ format, target });
  const source = new CanvasSource(canvas, { codec, quality: QUALITY_HIGH });
  output.addVideoTrack(source);
  await output.start();
  return {
    ending,
    type: `video/${ending}`,
    add: (at, seconds) => source.add(at, seconds),
    async finish() {
      await output.finalize();
      return new Blob([target.buffer!], { type: `video/${ending}` });
    },
    cancel: () => output.cancel(),
  };
}
