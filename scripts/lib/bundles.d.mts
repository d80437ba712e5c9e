export const bundleNames: readonly string[];
export function bundle(names: readonly string[], directory: string, options?: { readonly dev?: boolean }): Promise<void>;
export function watchBundles(names: readonly string[], directory: string): Promise<void>;
export function copyAssets(directory: string): Promise<void>;
