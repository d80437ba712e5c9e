/** Recognizes an extension for .proto files by its manifest, which may say anything. */

const EVENTS: ReadonlySet<unknown> = new Set(['onLanguage:proto', 'onLanguage:proto3', 'onLanguage:protobuf']);

/** Whether a manifest says that its extension starts when a .proto file is opened. */
export function editsProtos(manifest: unknown): boolean {
  if (typeof manifest !== 'object' || manifest === null || !('activationEvents' in manifest)) return false;
  const { activationEvents } = manifest;
  return Array.isArray(activationEvents) && activationEvents.some((event) => EVENTS.has(event));
}
