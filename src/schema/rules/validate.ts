/** Fourth step of linking: checks the rules that need options and features, in protoc's order. */
import { checkCommandRules } from './commandRules.ts';
import type { Optioned } from '../descriptors/descriptor.ts';
import { checkEnum, checkEnumValue } from './enumRules.ts';
import { checkDeclaredExtension, checkExtensionRanges } from './extensionDeclarations.ts';
import { EDITION } from '../descriptors/features.ts';
import { checkFeatureSupport, checkValueFeatureSupport } from './featureSupport.ts';
import { checkFieldFeatures } from './fieldFeatureRules.ts';
import { checkField } from './fieldRules.ts';
import { checkUnusedImports } from '../linking/importChecks.ts';
import { checkJsonNames } from './jsonNameRules.ts';
import { checkLifetimes } from './lifetimes.ts';
import type { Linking, Place } from '../linking/scope.ts';
import { checkNamingStyle, checkLimits } from './namingStyle.ts';
import { editionPlace, importPlace, namePlace, optionPlace } from '../linking/places.ts';
import { checkProto3 } from './proto3Rules.ts';
import { fieldOf, enumName } from '../options/value.ts';
import { checkStrictVisibility } from '../linking/visibility.ts';
import { eachDescriptor } from '../descriptors/visit.ts';

/** Runs the checks in steps. Each step runs only if the earlier steps found no errors. */
export function validate(link: Linking): void {
  const steps = [checkDeclarations, checkUnusedImports, checkLaterRules, checkLifetimes, checkCommandRules];
  for (const step of steps) {
    if (link.hasErrors) return;
    step(link);
  }
}

function checkDeclarations(link: Linking): void {
  eachDescriptor(link.file, (one) => checkOne(link, one));
}

function checkOne(link: Linking, one: Optioned): void {
  switch (one.kind) {
    case 'file':
      checkFile(link);
      break;
    case 'message':
      checkJsonNames(link, one);
      checkExtensionRanges(link, one);
      break;
    case 'field':
      checkFeatureSupport(link, one);
      checkFieldFeatures(link, one);
      checkField(link, one);
      checkDeclaredExtension(link, one);
      break;
    case 'enum':
      checkEnum(link, one);
      break;
    case 'enumValue':
      checkValueFeatureSupport(link, one);
      checkEnumValue(link, one);
      break;
    case 'service':
      if (isLite(link) && (isSet(link, 'cc_generic_services') || isSet(link, 'java_generic_services'))) {
        link.error(
          'lite-services',
          'Files with optimize_for = LITE_RUNTIME cannot define services unless you set both options cc_generic_services and java_generic_services to false.',
          namePlace(link, one),
        );
      }
      break;
    case 'oneof':
    case 'method':
    case 'extensionRange':
      break;
  }
}

/** The place of a diagnostic about a file option. */
function setIn(link: Linking, option: string): Place {
  return optionPlace(link, link.file, ({ name }) => name === option, editionPlace(link));
}

function isSet(link: Linking, option: string): boolean {
  return fieldOf(link.file.options?.known, option) === true;
}

function isLite(link: Linking): boolean {
  return enumName(link.file.options?.known, 'optimize_for') === 'LITE_RUNTIME';
}

function checkFile(link: Linking): void {
  const { file } = link;
  if (file.edition >= EDITION.e2023) {
    if (file.features.field_presence === 'LEGACY_REQUIRED') {
      link.error(
        'required-by-default',
        "Required presence can't be specified by default.",
        setIn(link, 'field_presence'),
      );
    }
    if (isSet(link, 'java_string_check_utf8')) {
      link.error(
        'java-string-check-utf8',
        'File option java_string_check_utf8 is not allowed under editions. Use the (pb.java).utf8_validation feature to control this behavior.',
        setIn(link, 'java_string_check_utf8'),
      );
    }
  }
  if (!isLite(link)) checkLiteImports(link);
  if (file.edition === EDITION.proto3) checkProto3(link);
}

function checkLiteImports(link: Linking): void {
  const lite = link.imports.find(
    (one) =>
      !one.option &&
      one.file !== undefined &&
      enumName(one.file.descriptor.options?.known, 'optimize_for') === 'LITE_RUNTIME',
  );
  if (lite === undefined) return;
  link.error(
    'lite-import',
    `Files that do not use optimize_for = LITE_RUNTIME cannot import files which do use this option.  This file is not lite, but it imports "${lite.path}" which is.`,
    importPlace(link, lite.path),
  );
}

function checkLaterRules(link: Linking): void {
  checkNamingStyle(link);
  if (!link.hasErrors) checkLimits(link);
  if (!link.hasErrors) checkStrictVisibility(link);
}

/** Checks that the edition is one that this release of protoc supports. */
export function checkEdition(link: Linking): void {
  const { edition, syntax } = link.file;
  if (syntax !== 'editions' || edition === EDITION.unstable || edition === 0) return;
  const name = editionName(link);
  if (edition < EDITION.proto2) {
    link.error(
      'edition-range',
      `Edition ${name} is earlier than the minimum supported edition PROTO2`,
      editionPlace(link),
    );
  } else if (edition > EDITION.e2026) {
    link.error('edition-range', `Edition ${name} is later than the maximum supported edition 2026`, editionPlace(link));
  }
}

function editionName(link: Linking): string {
  const node = link.tree.root.items.find((item) => item.kind === 'syntax');
  return node?.value?.bytes ?? '';
}
