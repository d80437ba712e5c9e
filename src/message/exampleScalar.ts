/** Chooses a plausible value for a scalar field from the words in its name. */
import { ScalarType, type DescField } from '@bufbuild/protobuf';
import { is64Bit } from './scalar.ts';

/** Whether an example leaves out the field. A server would refuse an invented page token or filter. */
export function leftOut(field: DescField): boolean {
  return (
    field.scalar === ScalarType.STRING && /^(page_?token|next_?page_?token|filter|order_?by|etag)$/i.test(field.name)
  );
}

/**
 * Returns an example value in the type that protobuf-es uses; a 64-bit integer is a bigint. `name` is the name of the
 * field, in any style.
 */
export function exampleScalar(type: ScalarType, name: string): string | number | bigint | boolean | Uint8Array {
  const words = name.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();
  switch (type) {
    case ScalarType.STRING:
      return exampleString(words);
    case ScalarType.BYTES:
      return new TextEncoder().encode('example');
    case ScalarType.BOOL:
      return true;
    case ScalarType.FLOAT:
    case ScalarType.DOUBLE:
      return find(FRACTIONS, words) ?? find(INTEGERS, words) ?? 1.5;
    default: {
      const number = find(INTEGERS, words) ?? 1;
      if (is64Bit(type)) return longTime(words) ?? BigInt(number);
      return number;
    }
  }
}

type Table<T> = readonly (readonly [name: RegExp, value: T])[];

function find<T>(table: Table<T>, words: string): T | undefined {
  return table.find(([name]) => name.test(words))?.[1];
}

function exampleString(words: string): string {
  return find(STRINGS, words) ?? words.replaceAll('_', ' ').trim();
}

/** Returns 2026-01-31T12:00:00Z in the unit that the name suggests; undefined if the name does not suggest a time. */
function longTime(words: string): bigint | undefined {
  if (
    !/(_at|_time|timestamp|^time|_ms|_millis|_micros|_nanos|unix)/.test(words) ||
    /timeout|interval|duration|delay/.test(words)
  )
    return undefined;
  const seconds = 1_769_860_800n;
  if (/(_ms|milli)/.test(words)) return seconds * 1000n;
  if (/(_us|micro)/.test(words)) return seconds * 1_000_000n;
  if (/(_ns|nano)/.test(words)) return seconds * 1_000_000_000n;
  return seconds;
}

const STRINGS: Table<string> = [
  [/^name$/, 'world'],
  [/^key$/, 'key'],
  [/e?mail(_address)?$/, 'ada@example.com'],
  [/(first|given)_name$/, 'Ada'],
  [/(last|family)_name|surname$/, 'Lovelace'],
  [/(full|display|customer|author|person|contact)_name$/, 'Ada Lovelace'],
  [/(user_?name|login|nick_?name|handle)$/, 'ada'],
  [/(host|host_?name|domain)(_name)?$/, 'example.com'],
  [/file_?name$/, 'report.txt'],
  [/(^|_)(uuid|guid)$/, '123e4567-e89b-42d3-a456-426614174000'],
  [/(^|_)id$/, '1'],
  [/(phone|mobile|tel)(_number)?$/, '+1 555 0100'],
  [/(^|_)(url|uri|link|website|homepage|href)$/, 'https://example.com/'],
  [/(^|_)(date|day|birthday)$/, '2026-01-31'],
  [/(_at|_time|timestamp)$/, '2026-01-31T12:00:00Z'],
  [/time_?zone$/, 'Europe/Berlin'],
  [/(^|_)(street|address|address_line\d?)$/, '12 Example Street'],
  [/(^|_)city$/, 'Berlin'],
  [/country(_code)?$|region_code$/, 'DE'],
  [/(postal|zip)(_code)?$/, '10115'],
  [/(language|locale|lang)(_code)?$/, 'en'],
  [/currency(_code)?$/, 'EUR'],
  [/colou?r$/, '#3366cc'],
  [/(^|_)(ip|ip_address|addr)$/, '192.0.2.1'],
  [/(^|_)version$/, '1.0.0'],
  [/(mime|content|media)_type$/, 'text/plain'],
  [/(^|_)path$/, '/example'],
  [/(password|secret|token|api_key)$/, 'example-secret'],
  [/(^|_)title$/, 'An example'],
  [/(description|summary|comment|note|details|bio)s?$/, 'An example description'],
  [/(message|text|body|content|greeting)$/, 'Hello world'],
  [/query$/, 'example'],
  [/(resource_)?name$/, 'example'],
];

const INTEGERS: Table<number> = [
  [/(page_?size|limit|max_results)$/, 10],
  [/(^|_)port$/, 8080],
  [/(^|_)age$/, 36],
  [/(^|_)year$/, 2026],
  [/(^|_)month$/, 1],
  [/(^|_)day$/, 31],
  [/percent(age)?$/, 50],
  [/(status_)?code$/, 200],
  [/nanos$/, 0],
];

const FRACTIONS: Table<number> = [
  [/lat(itude)?$/, 52.52],
  [/(lng|lon|longitude)$/, 13.405],
  [/(price|amount|cost|total)$/, 9.99],
  [/(ratio|fraction|probability|confidence|score)$/, 0.5],
];
