import { build } from "esbuild";
import { createServer, type Server } from "node:http";
import { join } from "node:path";

/** A web site of another origin than Turnout's, with one page (`page.tsx` unless another is named). Its address carries the page's settings. */
export class Site {
  url = "";
  private server!: Server;

  constructor(private readonly page = "page.tsx") {}

  async start(): Promise<void> {
    const { outputFiles } = await build({
      entryPoints: [join(import.meta.dirname, this.page)], bundle: true, format: "esm", target: "es2022", write: false, jsx: "automatic",
      define: { "process.env.NODE_ENV": '"production"' },
    });
    const script = outputFiles[0]!.text;
    this.server = createServer((request, response) => {
      if (request.url === "/page.js") return void response.setHeader("Content-Type", "text/javascript").end(script);
      response.setHeader("Content-Type", "text/html").end('<!doctype html><title>Site</title><main></main><script type="module" src="/page.js"></script>');
    });
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as { port: number }).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
