import type { FileMetaData, SchemaElement } from 'hyparquet';
import { z } from 'zod';

/** A parquet file whose contents are not pictures and labels as expected. The message is a clause: "it has no …". */
export class LayoutError extends Error {
  override name = 'LayoutError';
}

/** Where a parquet file of the hub has its pictures and labels. */
export interface Columns {
  image: string;
  label: string;
  /** Names of the classes, by label; null where the file does not tell. */
  classes: string[] | null;
  /** There are other columns of class labels. */
  isOneOfSeveral: boolean;
}

interface Column {
  element: SchemaElement;
  children: string[];
}

/** The columns at the top of the schema, which the format lists depth first. */
function topColumns([root, ...elements]: readonly SchemaElement[]): Column[] {
  let at = 0;
  const skip = (): SchemaElement => {
    const element = elements[at++]!;
    for (let i = 0; i < (element.num_children ?? 0); i++) skip();
    return element;
  };
  return Array.from({ length: root?.num_children ?? 0 }, () => {
    const element = elements[at++]!;
    const children = Array.from({ length: element.num_children ?? 0 }, () => skip().name);
    return { element, children };
  });
}

/** What the `datasets` library writes into a file's key-value metadata under "huggingface". */
const metadataSchema = z.looseObject({
  info: z.looseObject({
    features: z.record(
      z.string(),
      z.looseObject({ _type: z.string(), names: z.array(z.string()) }).catch({ _type: '', names: [] }),
    ),
  }),
});

/** Names of the classes of each column of class labels, as far as the metadata tell. */
function classLabels({ key_value_metadata }: FileMetaData): Map<string, string[]> {
  const text = key_value_metadata?.find(({ key }) => key === 'huggingface')?.value;
  if (!text) return new Map();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new LayoutError('its description of the columns is no JSON');
  }
  const read = metadataSchema.safeParse(json);
  if (!read.success) return new Map();
  const features = Object.entries(read.data.info.features);
  return new Map(
    features.filter(([, { _type }]) => _type === 'ClassLabel').map(([name, { names }]) => [name, names]),
  );
}

/** Names that labels have where there are several columns of whole numbers; the first is preferred. */
const LABEL_NAMES = [/^labels?$/i, /^fine_label$/i, /label|class|target|category/i];

function labelColumn(columns: readonly Column[], known: Map<string, string[]>) {
  const whole = columns
    .map(({ element }) => element)
    .filter(({ type }) => type === 'INT64' || type === 'INT32')
    .map(({ name }) => name);
  const described = whole.filter(name => known.has(name));
  const candidates = described.length ? described : whole;
  const named = LABEL_NAMES.map(pattern => candidates.find(name => pattern.test(name))).find(name => name);
  const only = described[0] ?? (candidates.length === 1 ? candidates[0] : undefined);
  const name = named ?? only;
  if (!name) throw new LayoutError('it has no column of labels (whole numbers)');
  return { name, isOneOfSeveral: described.length > 1 };
}

/**
 * Finds the pictures (a struct with `bytes`, as the hub stores them) and the labels (whole numbers, best those that
 * the metadata call class labels) of a parquet file.
 * @throws LayoutError
 */
export function findColumns(metadata: FileMetaData): Columns {
  const columns = topColumns(metadata.schema);
  const image = columns.find(({ children }) => children.includes('bytes'))?.element.name;
  if (!image) throw new LayoutError('it has no column of pictures');
  const known = classLabels(metadata);
  const { name: label, isOneOfSeveral } = labelColumn(columns, known);
  const classes = known.get(label);
  return { image, label, classes: classes?.length ? classes : null, isOneOfSeveral };
}
