export function bundle(names: readonly string[], directory: string, options?: { readonly dev?: boolean }): Promise<void>;
export function copyAssets(directory: string): Promise<void>;
