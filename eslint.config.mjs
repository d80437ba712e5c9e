import tseslint from 'typescript-eslint';

const DEFAULT_EXPORT = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export by name, so that a thing is called the same everywhere.',
};
/** Catches `...(a === undefined ? {} : { a })`. */
const CONDITIONAL_SPREAD = {
  selector: 'SpreadElement > ConditionalExpression:has(> ObjectExpression[properties.length=0])',
  message:
    'Leave undefined properties out with `defined` (src/base/defined.ts): a conditional spread hides a decision.',
};

/** `npm run check` names smaller projects if it lints only a few files (scripts/lib/lint-projects.mjs). */
const PROJECTS = JSON.parse(process.env['LINT_PROJECTS'] ?? '["./tsconfig.json", "./src/webview/tsconfig.json"]');

export default tseslint.config(
  {
    ignores: [
      'dist/**',
      'dist-test/**',
      'node_modules/**',
      'artifacts/**',
      'test/fixtures/**',
      'test/golden/**',
      'test/vscode/**/node_modules/**',
    ],
  },
  {
    files: ['**/*.ts', '*.mts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        project: PROJECTS,
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      // Message texts are made of numbers and flags all the time.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      'no-restricted-syntax': ['error', DEFAULT_EXPORT],
      'no-restricted-imports': [
        'error',
        {
          paths: ['child_process', 'node:child_process'].map((name) => ({
            name,
            importNames: ['exec', 'execSync'],
            message: 'No shell strings: spawn with a list of arguments.',
          })),
        },
      ],
      eqeqeq: 'error',
    },
  },
  {
    // A reader has to hold one decision at a time.
    files: ['src/**/*.ts', 'test/**/*.ts', 'bench/**/*.{ts,mjs}', 'scripts/**/*.{mjs,cjs}'],
    rules: { 'no-nested-ternary': 'error' },
  },
  {
    // `defined` of base/defined.ts says the same in one word.
    files: [
      'src/**/*.ts',
      'test/{architecture,base,codegen,docs,language,message,package,schema,syntax,text,tools,workspace}/**/*.ts',
    ],
    rules: { 'no-restricted-syntax': ['error', DEFAULT_EXPORT, CONDITIONAL_SPREAD] },
  },
  {
    // A promise is awaited, returned, or given to base/background.ts, which says where its failure goes. In tests
    // `void` may stay: vitest fails on a rejection without a handler.
    files: ['src/**/*.ts'],
    rules: { '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: false, checkThenables: true }] },
  },
  {
    // A text that names files or types may hold a link with a command; notify.ts takes links apart.
    files: ['src/extension/**/*.ts'],
    ignores: ['src/extension/shared/notify.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...['showInformationMessage', 'showWarningMessage', 'showErrorMessage'].map((property) => ({
          property,
          message: 'Use src/extension/shared/notify.ts, which shows foreign text as plain text.',
        })),
      ],
    },
  },
  {
    // A configuration file's default export is its interface.
    files: ['*.config.mts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
);
