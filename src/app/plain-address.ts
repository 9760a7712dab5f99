/** What of an address says what is shown; the rest says how this page was opened. */
const SAYS_WHAT = ['recording'];

/**
 * The address of the same experiment, view and linked recording, without what else an address may ask for.
 * @param more what it asks for instead
 */
export function plainAddress(link: string, more: Record<string, string> = {}): string {
  const address = new URL(link);
  const said = SAYS_WHAT.flatMap(name => {
    const value = address.searchParams.get(name);
    return value === null ? [] : [[name, value]];
  });
  address.search = new URLSearchParams([...Object.entries(more), ...said] as [string, string][]).toString();
  return address.href;
}
