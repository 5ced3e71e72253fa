import { createTheme, type MantineColorsTuple } from '@mantine/core';

// One colour of our own, a deep teal; its shades are chosen so that text on them and they on the page reach 4.5:1.
const points: MantineColorsTuple = ['#e8f6f5', '#d3eae9', '#a5d5d3', '#74bfbc', '#4dada9', '#35a19d', '#238b87', '#0f6b6b', '#0a5a5a', '#034848'];

// The library's greys with a breath of the same teal, so that fields and dialogs belong to the page they stand on.
const dark: MantineColorsTuple = ['#d3dadb', '#bcc6c8', '#8a9698', '#6b777a', '#455053', '#3a4548', '#283132', '#1c2324', '#181e1f', '#14191a'];

export const theme = createTheme({
  primaryColor: 'points',
  primaryShade: 7,
  autoContrast: true,
  colors: { points, dark },
  defaultRadius: 'md',
  cursorType: 'pointer',
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "Noto Sans CJK SC", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Code", "SF Mono", Menlo, Consolas, "Liberation Mono", monospace',
  headings: { fontWeight: '650', sizes: { h2: { fontSize: '1.55rem' }, h4: { fontSize: '1.02rem' } } },
  respectReducedMotion: true,
});
