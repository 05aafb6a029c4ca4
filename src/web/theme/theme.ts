import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const opora: MantineColorsTuple = [
  '#e6f6f4',
  '#cfe9e6',
  '#a1d3ce',
  '#6fbcb5',
  '#46a9a1',
  '#2b9d94',
  '#14857d',
  '#0d6b66',
  '#0a5753',
  '#06423f',
];

/** Faces that every system has and whose Cyrillic is drawn, not borrowed. */
const FACES =
  'system-ui, "Segoe UI", Roboto, "Noto Sans", "PT Sans", "Helvetica Neue", "DejaVu Sans", sans-serif';

/** Greys that lean to the brand, so that fields and surfaces belong together in the dark. */
const dark: MantineColorsTuple = [
  '#d3dcdd',
  '#bcc8ca',
  '#9aa9ac',
  '#71848a',
  '#445357',
  '#36444a',
  '#222d30',
  '#1a2224',
  '#141b1d',
  '#0e1415',
];

export const theme = createTheme({
  colors: { opora, dark },
  primaryColor: 'opora',
  primaryShade: { light: 7, dark: 7 },
  fontFamily: FACES,
  headings: { fontFamily: FACES, fontWeight: '650' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // The default light badge fails contrast.
    Badge: { defaultProps: { variant: 'filled' } },
  },
});

/** Secondary text that still reads at 4.5:1, on both grounds. */
export const contrast: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#525a63',
    '--mantine-color-placeholder': '#69717a',
    '--mantine-color-body': '#f2f5f5',
    '--mantine-color-error': '#b3201d',
  },
  dark: {
    '--mantine-color-dimmed': '#a9b4b8',
    '--mantine-color-placeholder': '#8d989c',
    '--mantine-color-body': '#12181a',
    '--mantine-color-text': '#e6ecec',
    '--mantine-color-error': '#ff8b84',
  },
});
