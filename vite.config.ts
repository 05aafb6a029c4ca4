import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Builds the screens of `src/web` into `dist/`, which the service hands out as files. */
export default defineConfig({
  root: 'src/web',
  plugins: [react()],
  build: {
    outDir: '../../dist',
    emptyOutDir: true,
    // The page's policy allows only its own origin: nothing may become a data: address.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
});
