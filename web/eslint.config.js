import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

// lib, ui, api ← features ← app, and no feature knows another.
const barred = (regex, message) => ({ 'no-restricted-imports': ['error', { patterns: [{ regex, message }] }] });

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'src/api/schema.ts', 'src/features/start/snippets/', 'public/'] },
  ...tseslint.configs.recommended,
  hooks.configs.flat['recommended-latest'],
  {
    files: ['src/**/*.{ts,tsx}'],
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_', argsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'no-console': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'JSXText[value=/[A-Za-z]{2}/]', message: 'Texts come from the message catalogue.' },
      ],
    },
  },
  { files: ['src/lib/**', 'src/ui/**', 'src/api/**'], rules: barred('/(features|app)/', 'lib, ui and api know neither features nor app.') },
  { files: ['src/lib/**'], rules: barred('/(features|app|ui|api)/', 'lib knows nobody.') },
  { files: ['src/features/**'], rules: barred('^\\.\\./(?!\\.\\./(lib|ui|api)/)', 'A feature knows neither app nor another feature.') },
);
