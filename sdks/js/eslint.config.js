import hooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["**/dist/", "**/node_modules/"] },
  ...tseslint.configs.recommended,
  hooks.configs.flat["recommended-latest"],
  {
    rules: {
      eqeqeq: ["error", "smart"],
      "prefer-const": ["error", { destructuring: "all" }],
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
    },
  },
  { files: ["{browser,react,openfeature}/src/**"], rules: { "no-console": "error" } },
  // Interfaces that an application fills in by declaration merging.
  { files: ["browser/src/keys.ts"], rules: { "@typescript-eslint/no-empty-object-type": "off" } },
  // What JSON a server sends is its own affair; the types say what is expected of it.
  { files: ["browser/src/client.ts"], rules: { "@typescript-eslint/no-explicit-any": "off" } },
);
