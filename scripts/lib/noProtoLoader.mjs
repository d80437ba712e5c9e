/**
 * Stands for @grpc/proto-loader in bundles. grpc-js asks for it only to serve channelz and to speak ORCA, which nothing of
 * ours turns on; it and protobufjs would be a fifth of each bundle that makes calls.
 */

/** @returns {never} */
export function loadSync(/** @type {string} */ file) {
  throw new Error(`${file} cannot be loaded: the bundles of gRPC Workbench leave out channelz and ORCA.`);
}
