/**
 * What a compiler of protobuf checks, in our own words: the list that the cases beside this file must cover, each rule
 * with files that keep it and files that break it.
 */
export const RULES = {
  lexer: [
    'a byte-order mark begins the file or nothing does', 'control characters stand nowhere', 'only strings and comments leave ASCII',
    'strings end on their line', 'escapes are known', 'a leading zero means octal', 'hexadecimal and octal numbers are integers',
    'a float has one point and one exponent', 'an exponent has digits', 'a hexadecimal number has digits', 'numbers stand apart from identifiers',
    'identifiers stand apart from points', 'block comments are not nested', 'block comments end', 'integers fit their place',
  ],
  parser: [
    'the syntax is known', 'the edition is known', 'there is one package', 'braces match', 'blocks end', 'messages nest 31 deep at most',
    'statements are known', 'statements end', 'declarations have names', 'groups have a capital', 'groups have a body', 'maps are not in oneofs',
    'maps are not extensions', 'maps have no label', 'fields of oneofs have no label', 'proto2 fields have a label', 'editions have no optional',
    'editions have no required', 'editions have no groups', 'fields have numbers', 'default is given once', 'json_name is given once', 'unsigned defaults are not negative',
    'defaults fit their type', 'messages have no default', 'reserved names are strings before editions', 'reserved names are identifiers in editions',
    'reserved names are identifiers inside', 'field numbers stay in bounds', 'ranges hold numbers', 'a minus stands before numbers', 'allow_alias is not false',
    'allow_alias is of use', 'map_entry is not written', 'option imports come with 2024', 'option imports come last', 'weak imports end with 2024',
    'visibility is for types', 'option names have parts', 'option values are given', 'aggregates end', 'oneofs are not empty for the parser', 'extend blocks are not empty',
    'methods have types', 'rpc types are messages by name', 'import paths are strings',
  ],
  names: [
    'a name is declared once', 'a package is no type', 'a name is declared in one file', 'enum values are siblings of their enum', 'the innermost scope decides',
    'a leading dot starts outermost', 'names come from imported files', 'public imports pass names on', 'types are types', 'names are defined',
    'packages are not too long', 'packages are not too deep', 'names are not too long', 'map entries stand apart from messages',
    'map entries stand apart from fields', 'map entries stand apart from enums', 'map entries stand apart from oneofs', 'synthetic oneofs make way',
  ],
  imports: [
    'imports exist', 'imports have no errors', 'imports make no circle', 'imports are listed once', 'full files do not import lite ones', 'imports are used',
    'public imports count as used', 'option imports are used', 'option imports give options only', 'option imports are needed once options are set',
    'option imports do not bring redacted options', 'files exist once',
  ],
  numbers: [
    'field numbers are positive', 'field numbers end at 2^29-1', "protobuf's own numbers are free", 'field numbers are used once', 'extension numbers are used once',
    'extension numbers of other files are free', 'reserved ranges do not overlap', 'extension ranges do not overlap', 'extension ranges avoid reserved ones',
    'fields avoid extension ranges', 'fields avoid reserved numbers', 'fields avoid reserved names', 'names are reserved once', 'reserved numbers are positive',
    'extension numbers are positive', 'ranges end after they start', 'enum ranges are inclusive and signed', 'enum ranges do not overlap', 'enum values avoid reserved numbers',
    'enum values avoid reserved names', 'enum names are reserved once', 'enum ranges end after they start', 'enum numbers are used once', 'extension ranges end at the maximum',
    'numbers are suggested',
  ],
  fields: [
    'repeated fields have no default', 'messages of another file have no default', 'enum defaults exist', 'enum defaults are identifiers', 'oneofs have fields', 'map keys are scalars', 'map keys are no enums',
    'map values of enums begin at zero', 'map entries are not named', 'jstype is for 64 bits', 'lazy is for messages', 'unverified_lazy is for messages', 'unverified_lazy is not for extensions',
    'packed is for repeated numbers', 'ctype ended with 2024', 'options of fields are plain',
  ],
  proto3: [
    'proto3 has no required', 'proto3 has no groups', 'proto3 has no defaults', 'proto3 has no extension ranges', 'proto3 has no MessageSets', 'proto3 extends options only',
    'proto3 enums begin at zero', 'proto3 has open enums', 'proto3 JSON names differ',
  ],
  messageset: ['MessageSets have no fields', 'MessageSets hold optional messages', 'MessageSets have more numbers'],
  jsonName: [
    'extensions have no json_name', 'json_name has no NUL', 'json_name is not in brackets', 'default JSON names differ', 'custom JSON names differ', 'custom and default JSON names differ',
    'JSON names differ by json_format', 'old JSON conflicts can be allowed',
  ],
  enums: [
    'enums have values', 'open enums begin at zero', 'stripped names differ', 'JSON strings differ', 'aliases have one JSON string', 'JSON strings are not other numbers', 'JSON strings have no NUL',
  ],
  extensions: [
    'extendees are messages', 'extendees are defined', 'extension numbers are declared', 'extensions are not required', 'lite files do not extend full ones', 'declarations are in their range',
    'declarations have one number each', 'declarations name field and type', 'declared names have a leading dot', 'declared names are valid', 'declared names are unique',
    'declared numbers may be reserved', 'extensions match the declared name', 'extensions match the declared type', 'extensions match the declared cardinality', 'ranges with declarations need them all',
    'verification asks for declarations', 'unverified ranges have no declarations',
  ],
  options: [
    'options are known', 'extensions of options are known', 'extensions of options are in scope', 'option names lead to what is defined', 'uninterpreted_option is reserved', 'extensions extend the right options',
    'features are not used where they are defined', 'scalars have no parts', 'messages are set in braces', 'repeated messages are set whole', 'options are set once',
    'int32 options are in range', 'int64 options are in range', 'uint32 options are in range', 'uint64 options are in range', 'integer options are integers', 'float options are numbers',
    'double options are numbers', 'bool options are true or false', 'enum options are names', 'enum options are values of their enum', 'string options are strings', 'options have names',
    'options stand where their targets allow', 'generic services are deprecated',
  ],
  textFormat: [
    'fields exist', 'reserved fields are skipped', 'values fit their fields', 'integers are in range', 'booleans are known', 'enum values are known', 'closed enums know their numbers',
    'strings are quoted', 'floats are decimal', 'fields are set once', 'oneofs are set once', 'lists are separated', 'lists are for repeated fields', 'messages are delimited', 'colons stand before scalars',
    'extensions are in brackets', 'extensions belong to their message', 'groups go by their type', 'Any has a type URL', 'Any has a known type', 'Any is whole', 'required fields are set', 'MessageSet items go by name',
    'messages end as they began', 'aggregates are parsed as text',
  ],
  featureSupport: [
    'deprecation follows introduction', 'deprecation has a warning', 'a deprecation warning needs an edition', 'removal follows deprecation', 'removal follows introduction', 'removal has an error', 'a removal error needs an edition',
    'values come with their feature', 'values go with their feature', 'values are deprecated with their feature', 'enum values have a lifetime',
    'options are introduced before they are used', 'options are not used after their removal', 'deprecated options are warned of', 'lifetimes count in imported files',
  ],
  editions: [
    'editions are supported', 'features come with editions', 'files are not required as a whole', 'message fields are not implicit', 'oneof fields have no presence of their own', 'repeated fields have no presence',
    'extensions have no presence', 'singular fields have no encoding', 'only scalars are packed', 'only strings have utf8', 'only messages are delimited', 'java_string_check_utf8 is a feature', 'packed is a feature',
    'features have known values', 'features stand where their targets allow', 'implicit fields have no default', 'implicit fields have open enums', 'editions extensions are not required', 'features are set in order',
  ],
  featureSets: [
    'own features are defined freely', 'own features stand where their targets allow', 'own features are introduced before they are used',
  ],
  edition2024: [
    'local types stay in their file', 'exported types leave their file', 'nested types are local by default', 'LOCAL_ALL hides all', 'EXPORT_ALL shows all', 'extendees are visible', 'rpc types are visible',
    'packages are in lower case', 'messages are in title case', 'oneofs are in lower case', 'fields are in lower case', 'enums are in title case', 'values are in upper case', 'services are in title case',
    'methods are in title case', 'underscores separate words', 'STYLE_LEGACY opts out', 'java_multiple_files ended with 2024', 'STRICT exports nothing nested',
  ],
  edition2026: [
    'fields keep off accessors', 'values keep off suffixes', 'nothing is named descriptor', 'oneofs keep off accessors', 'messages have 1500 fields', 'messages have 1000 oneofs', 'oneofs have 1200 fields', 'enums have 1700 values',
    'cc_enable_arenas ended with 2026', 'nested types are strictly local', 'namespaces may export enums',
  ],
  services: ['inputs are messages', 'outputs are messages', 'inputs are defined', 'outputs are defined', 'lite files need services without generics', 'methods differ'],
  bounds: ['defaults fit into 32 bits', 'defaults fit into 64 bits', 'float defaults are numbers', 'bool defaults are words', 'string defaults are strings', 'enum numbers fit into 32 bits'],
  order: [
    'lexer and parser take turns', 'the parser goes on', 'names come before types', 'options come after types', 'later rules wait for earlier ones', 'imports come first',
  ],
} as const;

export type SectionName = keyof typeof RULES;
