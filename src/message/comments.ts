/** Finds the doc comments of declarations. A descriptor set has comments only if it has source info. */
import type { DescEnum, DescEnumValue, DescField, DescFile, DescMessage } from '@bufbuild/protobuf';

/** Returns the comment before a declaration, or else the comment after it. The text has no comment signs. */
export function commentOf(declaration: DescMessage | DescField | DescEnum | DescEnumValue): string | undefined {
  const { file, path } = locate(declaration);
  return commentsOf(file).get(path.join());
}

const cache = new WeakMap<DescFile, ReadonlyMap<string, string>>();

function commentsOf(file: DescFile): ReadonlyMap<string, string> {
  const known = cache.get(file);
  if (known !== undefined) return known;
  const comments = new Map<string, string>();
  for (const { path, leadingComments, trailingComments } of file.proto.sourceCodeInfo?.location ?? []) {
    const comment = (leadingComments || trailingComments).trim();
    if (comment !== '') comments.set(path.join(), comment.replace(/^ /gm, ''));
  }
  cache.set(file, comments);
  return comments;
}

/** Returns the path of a declaration in SourceCodeInfo: field numbers of descriptor.proto, and indexes. */
function locate(declaration: DescMessage | DescField | DescEnum | DescEnumValue): {
  readonly file: DescFile;
  readonly path: readonly number[];
} {
  switch (declaration.kind) {
    case 'field':
      return within(locate(declaration.parent), 2, declaration.parent.proto.field.indexOf(declaration.proto));
    case 'enum_value':
      return within(locate(declaration.parent), 2, declaration.parent.proto.value.indexOf(declaration.proto));
    case 'message':
      return declared(declaration, 4, 3, declaration.parent?.proto.nestedType ?? declaration.file.proto.messageType);
    case 'enum':
      return declared(declaration, 5, 4, declaration.parent?.proto.enumType ?? declaration.file.proto.enumType);
  }
}

function declared(
  type: DescMessage | DescEnum,
  atTop: number,
  nested: number,
  siblings: readonly unknown[],
): { readonly file: DescFile; readonly path: readonly number[] } {
  const index = siblings.indexOf(type.proto);
  if (type.parent === undefined) return { file: type.file, path: [atTop, index] };
  return within(locate(type.parent), nested, index);
}

function within(
  outer: { readonly file: DescFile; readonly path: readonly number[] },
  number: number,
  index: number,
): { readonly file: DescFile; readonly path: readonly number[] } {
  return { file: outer.file, path: [...outer.path, number, index] };
}
