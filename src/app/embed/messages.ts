import * as z from 'zod/mini';
import { ARM_IDS, type ExperimentInput, scalarsSchema } from '../../experiment/schema';
import type { RichscopeApi } from '../api';
import type { CommandId } from '../commands';

/** The version of the messages, which each carries as `richscope`. */
export const MESSAGE_VERSION = 1;

/** What an answer is told apart by: the id of its question, null where that has none that can be read. */
type MessageId = string | number | null;

/** What goes to the page around this one: an answer, or news. */
export type Reply = { richscope: typeof MESSAGE_VERSION } & (
  | { id: MessageId; ok: true; result: unknown }
  | { id: MessageId; ok: false; error: string }
  | { event: 'ready' }
  | { event: 'height'; height: number }
);

const MOST_ARGUMENTS = 2;
const LONGEST_ID = 100;
const LONGEST_NAME = 100;
/** Calls that may be under way at the same time. */
export const MOST_CALLS = 64;

const idSchema = z.union([z.string().check(z.maxLength(LONGEST_ID)), z.number()]);
const messageSchema = z.strictObject({
  richscope: z.literal(MESSAGE_VERSION),
  id: idSchema,
  call: z.string(),
  args: z._default(z.array(z.unknown()).check(z.maxLength(MOST_ARGUMENTS)), []),
});

const armSchema = z.enum(ARM_IDS);
const armsSchema = z.array(armSchema).check(z.minLength(1), z.maxLength(ARM_IDS.length));
const name = z.string().check(z.maxLength(LONGEST_NAME));

interface Call<Args extends z.ZodMiniType> {
  args: Args;
  /** What it takes, for the sentence that refuses others. */
  takes: string;
  run(api: RichscopeApi, args: z.output<Args>): unknown;
}

/** Ties the type of the arguments to what is done with them. */
const call = <Args extends z.ZodMiniType>(definition: Call<Args>) =>
  definition as unknown as Call<z.ZodMiniType>;

const none = z.tuple([]);
const withoutArguments = (run: (api: RichscopeApi) => unknown) =>
  call({ args: none, takes: 'no arguments', run });

/** The calls of `window.richscope` that a message may make; experiments are checked there once more, value by value. */
const CALLS = new Map<string, Call<z.ZodMiniType>>(
  Object.entries({
    play: withoutArguments(api => api.play()),
    pause: withoutArguments(api => api.pause()),
    reset: withoutArguments(api => api.reset()),
    state: withoutArguments(api => api.state()),
    recording: withoutArguments(api => api.recording()),
    commands: withoutArguments(api => api.commands()),
    step: call({
      args: z.union([none, z.tuple([z.int().check(z.gte(1))])]),
      takes: 'a whole number of steps above 0, or nothing',
      run: (api, [count]) => api.step(count),
    }),
    load: call({
      args: z.tuple([z.union([name, z.record(z.string(), z.unknown())])]),
      takes: 'the id of a preset, or an experiment',
      run: (api, [wanted]) => api.load(wanted as string | ExperimentInput),
    }),
    branch: call({
      args: z.tuple([
        z.strictObject({
          of: z.optional(armSchema),
          at: z.optional(z.int().check(z.gte(0))),
          set: z.optional(scalarsSchema),
        }),
      ]),
      takes: 'an object such as { of: "A", at: 100, set: {} }',
      run: (api, [{ of, at, set }]) =>
        api.branch({ ...(of && { of }), ...(at !== undefined && { at }), ...(set && { set }) }),
    }),
    change: call({
      args: z.union([z.tuple([scalarsSchema]), z.tuple([scalarsSchema, armsSchema])]),
      takes: 'settings by path, and perhaps a list of arms',
      run: (api, [set, arms]) => api.change(set, arms),
    }),
    showRecorded: call({
      args: z.union([none, z.tuple([name])]),
      takes: 'the id of a preset, or nothing',
      run: (api, [preset]) => api.showRecorded(preset),
    }),
    run: call({
      args: z.tuple([name]),
      takes: 'the id of a command, as “commands” lists them',
      run: (api, [id]) => api.run(id as CommandId),
    }),
  }),
);

/** The id of a message, as far as it has one. */
function idOf(message: unknown): MessageId {
  if (typeof message !== 'object' || message === null || !Object.hasOwn(message, 'id')) return null;
  const { success, data } = idSchema.safeParse((message as { id: unknown }).id);
  return success ? data : null;
}

const EXAMPLE = "{ richscope: 1, id: 1, call: 'state', args: [] }";

async function resultOf(api: RichscopeApi, message: unknown): Promise<unknown> {
  const read = messageSchema.safeParse(message);
  if (!read.success)
    throw new Error(`A message is an object such as ${EXAMPLE}, with at most ${MOST_ARGUMENTS} arguments.`);
  const called = CALLS.get(read.data.call);
  if (!called)
    throw new Error(
      `There is no call “${read.data.call.slice(0, 60)}”: use ${[...CALLS.keys()].join(', ')}.`,
    );
  const args = called.args.safeParse(read.data.args);
  if (!args.success) throw new Error(`“${read.data.call}” takes ${called.takes}.`);
  return (await called.run(api, args.data)) ?? null;
}

/** Does what a message asks for, and says what came of it. Never rejects: what is wrong is a sentence in the answer. */
export async function answer(api: RichscopeApi, message: unknown): Promise<Reply> {
  const id = idOf(message);
  try {
    return { richscope: MESSAGE_VERSION, id, ok: true, result: await resultOf(api, message) };
  } catch (error) {
    return { richscope: MESSAGE_VERSION, id, ok: false, error: (error as Error).message };
  }
}

/** Answers messages, but no more than `MOST_CALLS` at the same time. */
export function createAnswerer(api: RichscopeApi): (message: unknown) => Promise<Reply> {
  let underWay = 0;
  return async message => {
    if (underWay >= MOST_CALLS)
      return {
        ...{ richscope: MESSAGE_VERSION, id: idOf(message), ok: false },
        error: `${MOST_CALLS} calls are under way: wait for an answer.`,
      };
    underWay++;
    return answer(api, message).finally(() => underWay--);
  };
}
