/**
 * The opening comment of a test file names what the file needs besides Node, so that quick tests can run without it.
 */

/** Fails if a file uses something that it does not declare. */
export function requireNeed(need: 'go' | 'browser'): void {
  const without = process.env['TESTS_WITHOUT']?.split(' ') ?? [];
  if (without.includes(need)) throw new Error(`This file uses ${need}: write "@needs ${need}" in its opening comment.`);
}
