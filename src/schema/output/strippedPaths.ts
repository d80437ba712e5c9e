/** Finds the options that the default output leaves out. Their paths have the form of paths in SourceCodeInfo. */
import type {
  EnumDescriptor,
  FieldDescriptor,
  FileDescriptor,
  MessageDescriptor,
  OptionSet,
} from '../descriptors/descriptor.ts';
import { sourceOnlyPaths } from '../options/optionSet.ts';

/** Returns the paths of these options. A path is a text with dots between its numbers. */
export function strippedPaths(file: FileDescriptor): ReadonlySet<string> {
  const paths = new Set<string>();
  const add = (options: OptionSet | undefined, at: string): void => {
    for (const path of options === undefined ? [] : sourceOnlyPaths(options)) paths.add([at, ...path].join('.'));
  };
  const ofField = (field: FieldDescriptor, at: string): void => add(field.options, `${at}.8`);
  const ofEnum = (type: EnumDescriptor, at: string): void => {
    add(type.options, `${at}.3`);
    type.values.forEach((value, i) => add(value.options, `${at}.2.${i}.3`));
  };
  const ofMessage = (message: MessageDescriptor, at: string): void => {
    add(message.options, `${at}.7`);
    message.fields.forEach((field, i) => ofField(field, `${at}.2.${i}`));
    message.messages.forEach((nested, i) => ofMessage(nested, `${at}.3.${i}`));
    message.enums.forEach((type, i) => ofEnum(type, `${at}.4.${i}`));
    message.extensionRanges.forEach((range, i) => add(range.options, `${at}.5.${i}.3`));
    message.extensions.forEach((field, i) => ofField(field, `${at}.6.${i}`));
    message.oneofs.forEach((oneof, i) => add(oneof.options, `${at}.8.${i}.2`));
  };
  add(file.options, '8');
  file.messages.forEach((message, i) => ofMessage(message, `4.${i}`));
  file.enums.forEach((type, i) => ofEnum(type, `5.${i}`));
  file.services.forEach((service, i) => {
    add(service.options, `6.${i}.3`);
    service.methods.forEach((method, k) => add(method.options, `6.${i}.2.${k}.4`));
  });
  file.extensions.forEach((field, i) => ofField(field, `7.${i}`));
  return paths;
}
