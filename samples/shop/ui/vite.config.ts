import { defineConfig } from "vite";

export default defineConfig({
  // The packages are linked from this repository and bring no React of their own.
  resolve: { dedupe: ["react", "react-dom"] },
  build: {
    rollupOptions: {
      // "use client" concerns servers that render React; this bundle is all client.
      onwarn: (warning, warn) => warning.code === "MODULE_LEVEL_DIRECTIVE" || warn(warning),
    },
  },
});
