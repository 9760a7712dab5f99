import { z } from 'zod';
import { ARM_IDS, experimentSchema } from '../../experiment/schema';
import type { RunHead } from './types';

const number = z.number().nullable();
const splits = z.object({ train: number, test: number });

/** What a kept run's head must be; anything else is damaged. */
export const headSchema: z.ZodType<RunHead> = z.object({
  id: z.string().min(1),
  experiment: experimentSchema,
  name: z.string(),
  pinned: z.boolean(),
  status: z.enum(['paused', 'finished', 'failed']),
  step: z.int().min(0),
  begun: z.number(),
  changed: z.number(),
  seconds: z.number(),
  device: z.string().nullable(),
  arms: z.array(
    z.object({
      id: z.enum(ARM_IDS),
      label: z.string(),
      dlr: splits,
      accuracy: splits,
      divergedAt: number,
    }),
  ),
  bytes: z.number(),
  pieces: z.int().min(0),
  deleted: number,
});
