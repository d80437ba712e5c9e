export function buildGoPlugins(outDir: string, options: { readonly required: boolean }): Promise<void>;
