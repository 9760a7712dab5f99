/** Errors that mean bad arguments or bad input, by name, so that their rooms need not be loaded here. */
const BAD_INPUT = new Set(['UsageError', 'RecordingFileError', 'ExperimentError', 'LinkError', 'DataError']);

/** What the system says about files, in words. */
const FILE_PROBLEMS: Record<string, string> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'is not a folder',
  EISDIR: 'is a folder',
  EACCES: 'may not be opened',
  EPERM: 'may not be opened',
  EROFS: 'may only be read',
  ENOSPC: 'does not fit on the disk',
  ERR_FS_FILE_TOO_LARGE: 'is too large to read',
};

interface Failure {
  /** What is wrong and what to do, without a line break. */
  sentence: string;
  /** 2 for bad arguments and bad input, 1 for a run that failed. */
  exitCode: 1 | 2;
}

/** How a command's error is told to a person and to a script. */
export function describeFailure(error: unknown): Failure {
  if (!(error instanceof Error)) return { sentence: `The command failed: ${String(error)}.`, exitCode: 1 };
  const { code, path } = error as NodeJS.ErrnoException;
  if (BAD_INPUT.has(error.name)) return { sentence: oneLine(error.message), exitCode: 2 };
  if (code?.startsWith('ERR_PARSE_ARGS'))
    return { sentence: `${argumentFault(error.message)}: see --help.`, exitCode: 2 };
  if (code !== undefined && FILE_PROBLEMS[code])
    return { sentence: `"${path ?? 'The file'}" ${FILE_PROBLEMS[code]}: name another one.`, exitCode: 2 };
  return { sentence: oneLine(error.message), exitCode: 1 };
}

/** The first sentence of what Node says about arguments, without its full stop, and clearer where it is vague. */
function argumentFault(message: string): string {
  const [first] = message.split(/\.(?:\s|$)/) as [string];
  return first.replace(/argument is ambiguous$/, 'needs a value that does not start with a dash');
}

function oneLine(message: string): string {
  return message.replace(/\s*\n\s*/g, ' ');
}
