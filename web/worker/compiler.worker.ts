// The compiler, in a worker of its own: the page stays free while a net is counted and drawn.
import { Sink } from "../../src/diagnostics/diagnostic.ts";
import { format } from "../../src/format/format.ts";
import { SourceFile } from "../../src/source/source-file.ts";
import type { Answer, FileType, Question, Wish } from "./messages.ts";
import { see } from "./seeing.ts";

/** What a worker has of its page. */
interface Port {
  postMessage(answer: Answer): void;
  addEventListener(type: "message", listen: (event: { readonly data: Question }) => void): void;
}

const port = globalThis as unknown as Port;

async function answer(question: Question): Promise<Answer> {
  const { kind, number } = question;
  switch (kind) {
    case "see":
      return { kind, number, seen: see(question.wish) };
    case "write":
      return { kind, number, bytes: await bytesOf(question.wish, question.type) };
    case "ask": {
      const { told } = await import("./asking.ts");
      return { kind, number, told: told(question.asking) };
    }
    case "format": {
      const { name, text } = question.file;
      return { kind, number, text: format(new SourceFile(name, text), new Sink()) };
    }
  }
}

/** What writes files is loaded with the first of them. */
async function bytesOf(wish: Wish, type: FileType): Promise<Uint8Array<ArrayBuffer>> {
  const { written } = await import("./writing.ts");
  return written(wish, type);
}

port.addEventListener("message", async ({ data }) => {
  try {
    port.postMessage(await answer(data));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    port.postMessage({ kind: "failed", number: data.number, message });
  }
});
