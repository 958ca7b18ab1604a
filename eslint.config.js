// The linter of the page: rules that find mistakes in scripts and style sheets. None is about looks.

import css from "@eslint/css";
import js from "@eslint/js";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

const SCRIPTS = {
  ...js.configs.recommended.rules,
  "array-callback-return": "error",
  "consistent-return": "off", // tsc finds it, and knows of functions that return nothing
  "default-case-last": "error",
  "eqeqeq": ["error", "always", { null: "ignore" }],
  "no-constructor-return": "error",
  "no-eval": "error",
  "no-implicit-globals": "error",
  "no-implied-eval": "error",
  "no-self-compare": "error",
  "no-template-curly-in-string": "error",
  "no-unreachable-loop": "error",
  "no-useless-rename": "error",
  "no-var": "error",
  "prefer-const": "error",
};

const NODE = [
  "AbortController", "Event", "EventTarget", "performance", "process", "Response", "setImmediate", "setTimeout",
  "TextEncoder", "URL",
];

export default defineConfig([
  globalIgnores(["**/node_modules/", ".uv/", ".venv/", ".ci/", ".nox/", "build/", "dist/"]),
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["ui/js/**/*.js"],
    plugins: { "@typescript-eslint": tseslint.plugin },
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { project: "ui/tsconfig.json", tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      ...SCRIPTS,
      "no-undef": "off", // tsc knows what a browser has
      "no-unused-vars": "error",
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: false }],
      "@typescript-eslint/only-throw-error": "error",
    },
  },
  {
    files: ["tests/ui/**/*.mjs", "eslint.config.js"],
    languageOptions: { globals: Object.fromEntries(NODE.map((name) => [name, "readonly"])) },
    rules: SCRIPTS,
  },
  {
    files: ["ui/css/*.css"],
    plugins: { css },
    language: "css/css",
    rules: {
      ...css.configs.recommended.rules,
      "css/no-important": "off", // [hidden] has to win
      "css/no-invalid-properties": ["error", { allowUnknownVariables: true }],
      "css/use-baseline": "off", // the page runs in the window's own Chromium
    },
  },
]);
