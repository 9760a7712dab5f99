// @ts-check
import { parseSync } from 'vite';

/**
 * One import of a module.
 * @typedef {object} ImportEdge
 * @property {string} specifier
 * @property {number} line From 1.
 * @property {boolean} typeOnly Erased before the code runs.
 * @property {'static' | 'dynamic' | 'url'} kind `url`: named by `new URL(…, import.meta.url)` or `new Worker('…')`.
 */

/** @typedef {{ type: string, start: number, [key: string]: any }} Node */

/** @param {unknown} value @returns {value is Node} */
const isNode = value =>
  typeof value === 'object' && value !== null && typeof (/** @type {any} */ (value).type) === 'string';

/** Calls `visit` on every node below and including `value`. @param {unknown} value @param {(node: Node) => void} visit */
function walk(value, visit) {
  if (Array.isArray(value)) for (const item of value) walk(item, visit);
  else if (isNode(value)) {
    visit(value);
    for (const child of Object.values(value)) walk(child, visit);
  }
}

/** True where every name of an `import { type A, type B }` is a type. @param {Node} node */
function namesOnlyTypes(node) {
  const names = node.specifiers ?? [];
  return (
    names.length > 0 &&
    names.every((/** @type {Node} */ name) => (name.importKind ?? name.exportKind) === 'type')
  );
}

/** The string that an expression is; undefined where it is computed. @param {Node | undefined} node */
function literal(node) {
  if (node?.type === 'Literal' && typeof node.value === 'string') return /** @type {string} */ (node.value);
  if (node?.type === 'TemplateLiteral' && node.expressions.length === 0)
    return /** @type {string} */ (node.quasis[0].value.cooked);
  return undefined;
}

/** What one syntax node imports; undefined where it imports nothing. @param {Node} node */
function edgeOf(node) {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return {
        specifier: literal(node.source),
        typeOnly: (node.importKind ?? node.exportKind) === 'type' || namesOnlyTypes(node),
        kind: /** @type {const} */ ('static'),
      };
    case 'ImportExpression':
      return { specifier: literal(node.source), typeOnly: false, kind: /** @type {const} */ ('dynamic') };
    case 'TSImportType':
      return { specifier: literal(node.source), typeOnly: true, kind: /** @type {const} */ ('static') };
    case 'TSExternalModuleReference':
      return { specifier: literal(node.expression), typeOnly: false, kind: /** @type {const} */ ('static') };
    case 'NewExpression':
      if (!['URL', 'Worker', 'SharedWorker'].includes(node.callee.name)) return undefined;
      if (node.callee.name === 'URL' && node.arguments.length < 2) return undefined;
      return { specifier: literal(node.arguments[0]), typeOnly: false, kind: /** @type {const} */ ('url') };
    default:
      return undefined;
  }
}

/**
 * Everything that a TypeScript module imports, type-only imports included, in the order of the text.
 * @param {string} file Name, for the syntax (`.ts` or `.tsx`) and for messages.
 * @param {string} code
 * @returns {ImportEdge[]}
 */
export function importsOf(file, code) {
  const { program, errors } = parseSync(file, code);
  if (errors.length) throw new Error(`${file} cannot be parsed: ${errors[0]?.message}`);
  /** @type {ImportEdge[]} */
  const edges = [];
  walk(program, node => {
    const edge = edgeOf(node);
    if (edge?.specifier === undefined) return;
    const line = code.slice(0, node.start).split('\n').length;
    edges.push({ ...edge, specifier: edge.specifier, line });
  });
  return edges;
}
