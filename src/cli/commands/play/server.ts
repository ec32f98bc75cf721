import { randomBytes, timingSafeEqual } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { extname } from "node:path";
import { Failure } from "../../terminal/failure.ts";
import type { Project, Writing } from "./project.ts";

const LOOPBACK = "127.0.0.1";

const TYPES: { readonly [extension: string]: string } = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** For every answer: nothing of it is for other pages. */
const HEADERS = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "content-security-policy": "frame-ancestors 'self'",
  "cache-control": "no-cache",
};

/** A spec has a few thousand characters. */
const LARGEST = 16_000_000;

/** What is served: files by their paths from the root, and the project of the spec, if one was named. */
export interface Served {
  readonly files: ReadonlyMap<string, string>;
  readonly project?: Project | undefined;
}

/** A server that is listening. */
export interface Playing {
  /** Where the page is; its fragment holds the key, which no other page knows. */
  readonly address: string;
  close(): Promise<void>;
}

/**
 * Serves the page on the loopback. Requests under other names than its own, and from other pages, are refused; what concerns
 * the project needs the key besides.
 *
 * @throws Failure where the port is taken
 */
export async function startServer(port: number, served: Served): Promise<Playing> {
  const key = randomBytes(24).toString("base64url");
  const server = createServer((request, response) => {
    answer(request, response, served, key).catch(() => {
      if (!response.headersSent) send(response, 500, { problem: "cnnc could not answer" });
      else response.destroy();
    });
  });
  await listening(server, port);
  const own = (server.address() as { port: number }).port;
  return {
    address: `http://${LOOPBACK}:${own}/${served.project ? `#key=${key}` : ""}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((done, fail) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = error.code === "EADDRINUSE";
      fail(
        new Failure(taken ? `port ${port} is taken` : `port ${port} can't be used: ${error.message}`, {
          help: taken
            ? "perhaps `cnnc play` runs already: its page is still there; `--port` names another one"
            : "`--port` names another one",
        }),
      );
    });
    server.listen(port, LOOPBACK, done);
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { files, project }: Served,
  key: string,
): Promise<void> {
  if (!isOwn(request)) return send(response, 403, { problem: "this is not for other pages" });
  const path = pathOf(request.url);
  if (path === undefined) return send(response, 400, { problem: "this is no address" });
  if (path.startsWith("/api/")) {
    if (!project || !hasKey(request, key)) return send(response, 403, { problem: "this needs the key" });
    return answerProject(request, response, path, project);
  }
  if (request.method !== "GET" && request.method !== "HEAD")
    return send(response, 405, { problem: "files are only read" });
  const file = files.get(path === "/" ? "/index.html" : path);
  if (file === undefined) return send(response, 404, { problem: "there is no such file" });
  const type = TYPES[extname(file)] ?? "application/octet-stream";
  response.writeHead(200, { ...HEADERS, "content-type": type });
  response.end(request.method === "HEAD" ? undefined : readFileSync(file));
}

/** The path of a request's address; undefined where it is none. */
function pathOf(url = "/"): string | undefined {
  try {
    return decodeURIComponent(new URL(url, "http://localhost").pathname);
  } catch {
    return undefined;
  }
}

/** Whether a request comes from our page, or from whoever typed its address; another name may be another site's. */
function isOwn({ headers, socket }: IncomingMessage): boolean {
  const names = [LOOPBACK, "localhost"].map((name) => `${name}:${socket.localPort}`);
  const { host, origin } = headers;
  if (host === undefined || !names.includes(host)) return false;
  if (origin !== undefined && origin !== `http://${host}`) return false;
  const site = headers["sec-fetch-site"];
  const opened = headers["sec-fetch-mode"] === "navigate" && headers["sec-fetch-dest"] === "document";
  return site === undefined || site === "same-origin" || site === "none" || opened;
}

function hasKey({ headers }: IncomingMessage, key: string): boolean {
  const given = Buffer.from(String(headers["x-cnnc-key"] ?? ""));
  const right = Buffer.from(key);
  return given.length === right.length && timingSafeEqual(given, right);
}

async function answerProject(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  project: Project,
): Promise<void> {
  if (path === "/api/project" && request.method === "GET") {
    const state = project.state();
    const tag = `"${state.files.map(({ name, stamp }) => `${encodeURIComponent(name)}=${stamp}`).join("&")}"`;
    if (request.headers["if-none-match"] === tag) {
      response.writeHead(304, HEADERS).end();
      return;
    }
    return send(response, 200, state, { etag: tag });
  }
  if (path === "/api/file" && request.method === "PUT") {
    const asked = await bodyOf(request);
    if (!asked) return send(response, 400, { problem: "this is no file to be written" });
    const written = await project.write(asked.name, asked.text, asked.stamp);
    return send(response, statusOf(written), written);
  }
  send(response, 404, { problem: "there is nothing of this name" });
}

function statusOf(written: Writing): number {
  return "stamp" in written ? 200 : "changed" in written ? 409 : 403;
}

interface Asked {
  readonly name: string;
  readonly text: string;
  readonly stamp: string | undefined;
}

async function bodyOf(request: IncomingMessage): Promise<Asked | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > LARGEST) return undefined;
    parts.push(part);
  }
  try {
    const { name, text, stamp } = JSON.parse(Buffer.concat(parts).toString("utf8")) as Partial<Asked>;
    const isRight = typeof name === "string" && typeof text === "string";
    return isRight && (stamp === undefined || typeof stamp === "string") ? { name, text, stamp } : undefined;
  } catch {
    return undefined;
  }
}

function send(response: ServerResponse, status: number, body: object, more: { etag?: string } = {}): void {
  response.writeHead(status, { ...HEADERS, "content-type": TYPES[".json"], ...more });
  response.end(JSON.stringify(body));
}
