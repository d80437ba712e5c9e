/** Derives a path for a new Go module, and checks paths of modules. */

/** First parts of a path that a module cannot have: packages of Go's library, and names with another meaning in Go. */
const STANDARD = new Set(
  `archive arena bufio builtin bytes cmd cmp compress container context crypto database debug embed encoding errors
  expvar flag fmt go hash html image index internal io iter log main maps math mime net os path plugin reflect regexp
  runtime slices sort std strconv strings structs sync syscall testing text time tool unicode unique unsafe vendor
  weak`.split(/\s+/),
);

/** Derives a path for a new module from the name of a folder. It is valid for `go mod init`. */
export function moduleNameFrom(folder: string): string {
  const clean = folder
    .toLowerCase()
    .replace(/[^a-z0-9._~-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '');
  if (clean === '') return 'example.com/app';
  if (STANDARD.has(clean)) return `example.com/${clean}`;
  return clean;
}

/** Returns why Go does not accept a module path; undefined if Go accepts it (go.dev/ref/mod#go-mod-file-ident). */
export function modulePathProblem(path: string): string | undefined {
  if (!/^[A-Za-z0-9._~/-]+$/.test(path)) return 'may contain only letters, digits, and - . _ ~ /';
  if (path.split('/').some((part) => part === '' || part.startsWith('.') || part.endsWith('.')))
    return 'may not contain an empty part, or a part that starts or ends with a dot';
  if (path.startsWith('-')) return 'may not start with a dash';
  if (STANDARD.has(path.split('/')[0] ?? '')) return 'starts like a package of the Go library';
  return undefined;
}
