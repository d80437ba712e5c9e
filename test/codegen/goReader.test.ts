/** Tests of what we read from a Go file of the user. */
import { describe, expect, it } from 'vitest';
import type { GoSource } from '../../src/codegen/targets/go/reading/goSource.ts';
import type { Span } from '../../src/text/span.ts';
import { goReader } from './support/goEyes.ts';

describe('the reader of a Go file', () => {
  it('returns the imports, embedding types, methods and names, and nothing from comments and strings', async () => {
    const text = `// package no
package main /* import "no" */

import "fmt"
import (
	pb "x/y"; _ "side"
	. "dot"
)

type (
	A struct { // pb.Comment
		*pb.UnimplementedAServer
		field pb.NotEmbedded
		inner struct { pb.Deeper }
	}
	B = A
)

const c, d = "func (a *A) No() {}", \`
func (a *A) Neither() {}\`

func (a *A) Yes(x struct{ y int }) (r struct{}) {
	f := func() { fmt.Println('"', "}") }
	f()
	return
}

func (G[K]) Generic() {}
func plain() {}
`;
    const source = await read(text);
    expect(source).toMatchObject({
      package: 'main',
      imports: [
        { path: 'fmt' },
        { path: 'x/y', alias: 'pb' },
        { path: 'side', alias: '_' },
        { path: 'dot', alias: '.' },
      ],
      types: [
        { name: 'A', embeds: [{ type: { kind: 'name', package: 'pb', name: 'UnimplementedAServer' } }] },
        { name: 'B', embeds: [], alias: { kind: 'name', name: 'A' } },
      ],
      methods: [
        { receiver: { name: 'a', type: 'A', text: '*A' }, name: 'Yes' },
        { receiver: { name: '', type: 'G', text: 'G[K]' }, name: 'Generic' },
      ],
    });
    expect([...source.names]).toEqual(['A', 'B', 'c', 'd', 'plain']);
    expect(text.slice(0, source.importsEnd).endsWith(')')).toBe(true);
    expect(text[source.importBlockEnd ?? 0]).toBe(')');
    expect(text.slice(0, source.methods[0]?.span.end).endsWith('return\n}')).toBe(true);
    expect(source.selectors.has('fmt.Println')).toBe(true);
  });

  it('returns the types of parameters and results, and where a method starts and ends', async () => {
    const text =
      'package a\n\nvar x = 1 // of x\n// One.\n// Two.\nfunc (s *S) M(a, b *pb.Q, c ...int) (r grpc.S[pb.A, B], err error) { return }\n';
    const [method] = (await read(text)).methods;
    const pb = (name: string): unknown => ({ kind: 'name', package: 'pb', name, arguments: [] });
    expect(method?.parameters).toEqual([
      { name: 'a', type: { kind: 'pointer', to: pb('Q') } },
      { name: 'b', type: { kind: 'pointer', to: pb('Q') } },
      { name: 'c', type: { kind: 'other', text: 'c ...int' } },
    ]);
    expect(method?.results).toEqual([
      {
        name: 'r',
        type: {
          kind: 'name',
          package: 'grpc',
          name: 'S',
          arguments: [pb('A'), { kind: 'name', name: 'B', arguments: [] }],
        },
      },
      { name: 'err', type: { kind: 'name', name: 'error', arguments: [] } },
    ]);
    expect(slice(text, method?.signature)).toBe('(a, b *pb.Q, c ...int) (r grpc.S[pb.A, B], err error)');
    expect(slice(text, method?.span)).toMatch(/^\/\/ One\.\n[^]*\}$/);
  });

  it('returns which servers each type is used for', async () => {
    const { claims } = await read(
      'package a\nvar _ pb.AServer = (*One)(nil)\nvar _ pb.BServer = Two{}\nfunc main() { pb.RegisterAServer(s, &One{x: 1}); pb.RegisterBServer(s, new(Two)); pb.RegisterCServer(s, make()) }\n',
    );
    expect(claims.map((claim) => `${claim.name} ${claim.type}`).sort()).toEqual([
      'AServer One',
      'BServer Two',
      'RegisterAServer One',
      'RegisterBServer Two',
    ]);
  });

  it('returns the build constraint', async () => {
    expect((await read('// c\n\n//go:build linux && !cgo\r\n\npackage a\n')).constraint).toBe('linux && !cgo');
    expect((await read('package a\n\n//go:build linux\n')).constraint).toBeUndefined();
  });

  it('accepts unknown syntax in a body, but nowhere else', async () => {
    const reader = await goReader();
    expect(reader('package a\nfunc f() { x := ??? }\nfunc (S) M() {}\n')).toMatchObject({
      kind: 'read',
      source: { methods: [{ name: 'M' }] },
    });
    expect(reader('package a\ntype ??? int\n')).toEqual({ kind: 'unread', at: 10 });
  });
});

async function read(text: string): Promise<GoSource> {
  const reading = (await goReader())(text);
  if (reading.kind === 'unread') throw new Error(`not understood at ${reading.at}`);
  return reading.source;
}

function slice(text: string, span: Span | undefined): string {
  return text.slice(span?.start, span?.end);
}
