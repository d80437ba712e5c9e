/** A schema with random edits like those of a user. A server has to follow these edits. */
import type { ProtoFiles } from './protoc.ts';

export type Random = () => number;

export function pick<T>(random: Random, items: readonly [T, ...T[]]): T;
export function pick<T>(random: Random, items: readonly T[]): T | undefined;
export function pick<T>(random: Random, items: readonly T[]): T | undefined {
  return items[Math.floor(random() * items.length)];
}

type Kind = readonly ['' | 'stream ', '' | 'stream '];

const KINDS: readonly [Kind, ...Kind[]] = [
  ['', ''],
  ['', 'stream '],
  ['stream ', ''],
  ['stream ', 'stream '],
];
const MESSAGES = ['One', 'Two', 'Deep.Inner', 'google.protobuf.Empty', 'other.Note'] as const;

/** The declarations that all services share, in two Go packages. */
const TYPES: ProtoFiles = {
  'types.proto':
    'syntax = "proto3"; package app; option go_package = "greeter/gen/types"; message One {} message Two {} message Deep { message Inner {} }',
  'note.proto': 'syntax = "proto3"; package other; option go_package = "greeter/gen/other/notes"; message Note {}',
};

interface Rpc {
  name: string;
  kind: Kind;
  input: string;
  output: string;
  comment: string;
}

interface Service {
  readonly name: string;
  /** The number of the service's file. Another number means another Go package. */
  place: number;
  readonly rpcs: Rpc[];
}

export class RandomProtos {
  readonly #random: Random;
  readonly #services: Service[] = [];
  readonly #edits: readonly [readonly [string, () => void], ...(readonly [string, () => void])[]];
  #names = 0;

  constructor(random: Random) {
    this.#random = random;
    this.#addService();
    const rpc = (change: (rpc: Rpc) => void) => () => {
      const some = pick(random, this.#service().rpcs);
      if (some !== undefined) change(some);
    };
    const rpcs = (change: (rpcs: Rpc[]) => void) => () => change(this.#service().rpcs);
    this.#edits = [
      ['add an rpc', rpcs((list) => list.splice(this.#below(list.length + 1), 0, this.#rpc()))],
      ['add two rpcs', rpcs((list) => list.push(this.#rpc(), this.#rpc()))],
      ['remove an rpc', rpcs((list) => list.splice(this.#below(list.length), 1))],
      ['rename an rpc', rpc((some) => (some.name = this.#name('Do')))],
      ['change a kind', rpc((some) => (some.kind = pick(random, KINDS)))],
      ['change types', rpc((some) => Object.assign(some, this.#types()))],
      ['comment an rpc', rpc((some) => (some.comment = `Says ${this.#names++}.`))],
      ['move a file', () => this.#service().place++],
      ['add a service', () => this.#services.length < 4 && this.#addService()],
      [
        'remove a service',
        () => this.#services.length > 1 && this.#services.splice(this.#below(this.#services.length), 1),
      ],
      [
        'reorder',
        () => [this.#services, ...this.#services.map((service) => service.rpcs)].forEach((list) => list.reverse()),
      ],
    ];
  }

  /** Each service has its own file. */
  get files(): ProtoFiles {
    const own = this.#services.map(({ name, place, rpcs }): [string, string] => {
      const stem = name.toLowerCase();
      const lines = rpcs.map(
        ({ name: rpc, kind, input, output, comment }) =>
          `${comment === '' ? '' : `  // ${comment}\n`}  rpc ${rpc}(${kind[0]}${input}) returns (${kind[1]}${output});\n`,
      );
      const imports = ['types.proto', 'note.proto', 'google/protobuf/empty.proto']
        .map((path) => `import "${path}";\n`)
        .join('');
      return [
        `p${place}/${stem}.proto`,
        `syntax = "proto3";\npackage app;\noption go_package = "greeter/gen/p${place}/${stem}pb";\n${imports}service ${name} {\n${lines.join('')}}\n`,
      ];
    });
    return { ...TYPES, ...Object.fromEntries(own) };
  }

  get services(): readonly { readonly name: string; readonly rpcs: readonly { readonly name: string }[] }[] {
    return this.#services;
  }

  /** Makes one edit and returns its name. */
  edit(): string {
    const [name, change] = pick(this.#random, this.#edits);
    change();
    return name;
  }

  #addService(): void {
    this.#services.push({
      name: this.#name('Service'),
      place: 0,
      rpcs: Array.from({ length: this.#below(4) }, () => this.#rpc()),
    });
  }

  #service(): Service {
    return pick(this.#random, this.#services as [Service, ...Service[]]);
  }

  #rpc(): Rpc {
    return {
      name: this.#name('Do'),
      kind: pick(this.#random, KINDS),
      comment: this.#random() < 0.3 ? 'Does it.' : '',
      ...this.#types(),
    };
  }

  #types(): { readonly input: string; readonly output: string } {
    return { input: pick(this.#random, MESSAGES), output: pick(this.#random, MESSAGES) };
  }

  #name(stem: string): string {
    return `${stem}${this.#names++}`;
  }

  #below(end: number): number {
    return Math.floor(this.#random() * end);
  }
}
