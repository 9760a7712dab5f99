// @ts-check

const OLDEST = [20, 19];

/**
 * Ends the process with one clear sentence where Node is older than the tools need.
 * @param {string} [version] As in `process.versions.node`.
 */
export function requireNode(version = process.versions.node) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  console.error(
    `Richscope needs Node ${OLDEST.join('.')} or newer, and this is ${version}: install a newer one from your system or nodejs.org.`,
  );
  process.exit(1);
}
