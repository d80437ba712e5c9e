/** Finds out from its manifest whether an extension edits .proto files. A manifest may contain any value. */

const EVENTS: ReadonlySet<unknown> = new Set(['onLanguage:proto', 'onLanguage:proto3', 'onLanguage:protobuf']);

/** Whether an extension with this manifest activates when the user opens a .proto file. */
export function editsProtos(manifest: unknown): boolean {
  if (typeof manifest !== 'object' || manifest === null || !('activationEvents' in manifest)) return false;
  const { activationEvents } = manifest;
  return Array.isArray(activationEvents) && activationEvents.some((event) => EVENTS.has(event));
}
