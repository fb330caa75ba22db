/**
 * ONNX Runtime's builds for Node send usage data to its makers unless told not to before they are
 * loaded. Whoever sets the variable keeps what they chose.
 *
 * To be called in the main thread: what a worker thread sets does not reach the library.
 */
export function disableTelemetry(): void {
  process.env.ORT_DISABLE_TELEMETRY ??= '1';
}
