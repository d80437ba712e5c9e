/** The contents of the bundles, as esbuild lists them. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { bundleNames, bundleOptions } from '../../scripts/lib/bundles.mjs';

const root = join(import.meta.dirname, '..', '..');

/** protobufjs, with everything that it and proto-loader need. We have our own parser. */
const PEERS = /node_modules\/(?:@grpc\/proto-loader|protobufjs|@protobufjs|long|lodash[^/]*)\//;

async function inputsOf(name: string): Promise<readonly string[]> {
  const { metafile } = await build({ ...bundleOptions(name, 'unwritten', false), write: false, metafile: true });
  return Object.keys(metafile.inputs);
}

describe('a bundle', () => {
  it.each(bundleNames)('a bundle has no second parser of protos: %s', async (name) => {
    const inputs = await inputsOf(name);
    expect(inputs.length).toBeGreaterThan(0);
    expect(inputs.filter((input) => PEERS.test(input))).toEqual([]);
  });
});

describe('grpc-js', () => {
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );

  it('grpc-js is not used for anything that needs proto-loader: no channelz, no ORCA', () => {
    const asks = /getChannelz|addAdminServicesToServer|registerAdminService|ServerMetricRecorder|createOrcaClient/;
    expect(sources.filter((file) => asks.test(readFileSync(join(root, 'src', file), 'utf8')))).toEqual([]);
  });

  it('grpc-js requires proto-loader only in channelz and ORCA', () => {
    const folder = join(root, 'node_modules/@grpc/grpc-js/build/src');
    const asking = readdirSync(folder, { encoding: 'utf8' }).filter(
      (file) =>
        file.endsWith('.js') && readFileSync(join(folder, file), 'utf8').includes("require('@grpc/proto-loader')"),
    );
    expect(asking).toEqual(['channelz.js', 'orca.js']);
  });

  it('grpc-js ignores the load balancing that a name server asks for, because it could turn ORCA on', () => {
    const channels = readFileSync(join(root, 'src/calls/channels.ts'), 'utf8');
    expect(channels).toContain("'grpc.service_config_disable_resolution': 1");
  });
});
