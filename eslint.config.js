import js from '@eslint/js'
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'

const browserGlobals = { window: 'readonly', document: 'readonly', location: 'readonly', console: 'readonly' }

export default defineConfig(
  globalIgnores(['dist', 'lib', 'es', 'coverage', 'sample/dist', 'sample/user-pool/dist']),
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './test/tsconfig.json', './test/examples/tsconfig.json'],
      },
    },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // An empty string is a missing value in options, URLs and storages: `||` is meant there.
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      // It would have us write `!`, which no-non-null-assertion forbids.
      '@typescript-eslint/non-nullable-type-assertion-style': 'off',
    },
  },
  {
    // What is deprecated has to keep working.
    files: ['test/legacy/**/*.ts', 'test/examples/shared/*.ts'],
    rules: { '@typescript-eslint/no-deprecated': 'off' },
  },
  {
    // What it imports is no TypeScript to the linter; vue-tsc checks it.
    files: ['test/examples/vue/main.ts'],
    rules: { '@typescript-eslint/no-unsafe-argument': 'off' },
  },
  {
    files: ['sample/**/*.js'],
    languageOptions: {
      sourceType: 'script',
      globals: { ...browserGlobals, AmazonCognitoIdentity: 'readonly' },
    },
  },
  {
    files: ['test/bench/apps/*.js'],
    languageOptions: {
      globals: {
        ...browserGlobals,
        localStorage: 'readonly',
        sessionStorage: 'readonly',
        URL: 'readonly',
        URLSearchParams: 'readonly',
      },
    },
  },
  { files: ['sample/spa.js', 'sample/user-pool.config.js'], languageOptions: { sourceType: 'module' } },
  {
    files: ['*.mjs'],
    languageOptions: { globals: { URL: 'readonly' } },
  },
)
