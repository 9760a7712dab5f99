import { describeFailure } from './failure';

interface Command {
  /** Loads the command only when it is asked for, so that none waits for another's libraries. */
  load(): Promise<(args: string[]) => Promise<number>>;
}

const COMMANDS: Record<string, Command> = {
  measure: { load: async () => (await import('./measure')).runMeasure },
  run: { load: async () => (await import('./run')).run },
  sweep: { load: async () => (await import('./sweep')).sweep },
};

const HELP = `Richscope: how lazy or rich is a network?

  richscope measure FILE.npz [--json]
      Prints the measures of a recording: an .npz file with "features" (n, p) and "outputs" (n, C), and
      optionally "labels" (n), "targets" (n, C), "initial_features" (n, q) and "head" (C, p).

  richscope run PRESET [--seed N] [--steps N] [--device wasm|cpu|webgpu] [--data DIR]
                       [--set path=value]… [--curves] [--json] [--out FILE] [--recording FILE [--brief]]
      Trains the arms of a preset without a browser and prints what was measured; --curves puts every probe into
      the JSON, as "frames" of each arm. --recording writes a file that the page opens (docs/recording-format.md),
      with --brief in a fraction of its size. For webgpu, the npm package "webgpu" must be there: docs/gpu-server.md.

  richscope sweep PRESET --axis path=v1,v2,… [--axis path=v1,…] [--seeds 0,1,2] [--steps N]
                         [--device wasm|cpu|webgpu] [--data DIR] [--set path=value]…
                         [--json] [--out FILE.json] [--csv FILE.csv]
      Trains a preset at each value of one setting, or at each pair of values of two, with each seed, and prints
      means and sample standard deviations over the seeds. What the axes set is taken out of the arms; arms that
      are the same without it become one.

  richscope --help

Exit codes: 0 done, 1 the run failed, 2 bad arguments or bad input.
`;

/**
 * Runs one command line.
 *
 * @param args the words after the program's name
 * @returns the exit code: 0, 1 where the run failed, 2 where the arguments or the input are bad
 */
export async function main(args: string[]): Promise<number> {
  const [name, ...rest] = args;
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(HELP);
    return 0;
  }
  const command = name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) {
    const wrong = name === undefined ? 'No command is given' : `There is no command "${name}"`;
    process.stderr.write(`${wrong}: use ${Object.keys(COMMANDS).join(', ')} or --help.\n`);
    return 2;
  }
  try {
    const start = await command.load();
    return await start(rest);
  } catch (error) {
    const { sentence, exitCode } = describeFailure(error);
    process.stderr.write(`${sentence}\n`);
    return exitCode;
  }
}
