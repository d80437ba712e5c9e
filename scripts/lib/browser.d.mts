import type { Browser } from 'playwright-core';

export function findBrowser(): Promise<string | undefined>;
export function installedBrowser(): string | undefined;
export function launchBrowser(executablePath: string): Promise<Browser>;
