/**
 * Replaces @grpc/proto-loader in bundles. grpc-js loads it only to serve channelz and to speak ORCA, and we use
 * neither. With protobufjs, it would be a fifth of each bundle that makes calls.
 */

/** @returns {never} */
export function loadSync(/** @type {string} */ file) {
  throw new Error(`${file} cannot be loaded: the bundles of gRPC Workbench leave out channelz and ORCA.`);
}
