/** The GPU that WebGPU would use, in words. */
export async function describeAdapter(): Promise<string> {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return 'no WebGPU adapter';
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
  const name = [vendor, architecture, description || device].filter(Boolean).join(' ') || 'unnamed adapter';
  const software = isFallbackAdapter || /swiftshader|llvmpipe|basic render|software/i.test(name);
  return software ? `${name} (software)` : name;
}

/** "Chrome 156", or the whole user agent where the browser does not name itself. */
export function describeBrowser(): string {
  const { userAgent } = navigator;
  const [, name, version] = /(Firefox|Edg|Chrome)\/(\d+)/.exec(userAgent) ?? [];
  return name ? `${name} ${version}` : userAgent;
}

/** What a page can know of the machine. */
export function describeMachine(): string {
  const threads = crossOriginIsolated
    ? 'isolated, so wasm threads are allowed'
    : 'not isolated, no wasm threads';
  return `${navigator.platform}, ${navigator.hardwareConcurrency} logical processors, ${threads}`;
}
