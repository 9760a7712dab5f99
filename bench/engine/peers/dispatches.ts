/** Counts the compute dispatches that this worker records from now on, whichever engine makes them. */
export function countDispatches(): () => number {
  let count = 0;
  const encoder = GPUComputePassEncoder.prototype;
  const { dispatchWorkgroups, dispatchWorkgroupsIndirect } = encoder;
  encoder.dispatchWorkgroups = function (...size) {
    count++;
    return dispatchWorkgroups.apply(this, size);
  };
  encoder.dispatchWorkgroupsIndirect = function (...source) {
    count++;
    return dispatchWorkgroupsIndirect.apply(this, source);
  };
  return () => count;
}
