/** Limits the length of names. protoc stores their lengths in 16 bits. */
import type { Entity } from '../descriptors/descriptor.ts';
import { editorOnly, type Linking } from './scope.ts';
import { namePlace } from './places.ts';

const MAX_NAME = 0xffff;
const MAX_PACKAGE = 511;
const MAX_PACKAGE_PARTS = 101;

/**
 * Whether the package name is short enough and has few enough parts. If it is not, protoc reports nothing else about
 * the file.
 */
export function isPackageWithinLimits(link: Linking): boolean {
  const { file } = link;
  if (file.package.length > MAX_PACKAGE) link.error('name-length', 'Package name is too long', namePlace(link, file));
  else if (file.package.split('.').length > MAX_PACKAGE_PARTS)
    link.error('package-depth', 'Exceeds Maximum Package Depth', namePlace(link, file));
  else return true;
  return false;
}

/** Reports declarations that were left out. protoc would need gigabytes for their names. */
export function reportLeftOut(link: Linking): void {
  const { leftOut } = link.built;
  if (leftOut !== undefined)
    link.error('name-length', 'The names around this declaration are too long.', editorOnly(link.span(leftOut)));
}

/** Whether the full name is short enough. Adds an error if it is not. */
export function isNameWithinLimits(link: Linking, entity: Entity): boolean {
  if (entity.fullName.length <= MAX_NAME) return true;
  link.error('name-length', 'Name too long.', namePlace(link, entity));
  return false;
}

/** Whether a name in a `reserved` statement is short enough. Adds no error. */
export function isReservedNameWithinLimits(name: string): boolean {
  return name.length <= MAX_NAME;
}
