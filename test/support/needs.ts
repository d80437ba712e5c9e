/** What a test file needs besides Node stands in its opening comment, so that quick tests can be run without it. */

/** Fails where a file uses what it does not say that it needs. */
export function requireNeed(need: 'go' | 'browser'): void {
  const without = process.env['TESTS_WITHOUT']?.split(' ') ?? [];
  if (without.includes(need)) throw new Error(`This file uses ${need}: write "@needs ${need}" in its opening comment.`);
}
