import { escaped } from "../written.ts";

const OFFICE = "http://schemas.openxmlformats.org";

/** Namespaces of the parts of a presentation, by the prefix they have there. */
const namespaces: { readonly [prefix: string]: string } = {
  a: `${OFFICE}/drawingml/2006/main`,
  cp: `${OFFICE}/package/2006/metadata/core-properties`,
  dc: "http://purl.org/dc/elements/1.1/",
  p: `${OFFICE}/presentationml/2006/main`,
  r: `${OFFICE}/officeDocument/2006/relationships`,
};

/** An element of XML as plain data; its name begins with the prefix of its namespace. */
export interface Node {
  readonly name: string;
  readonly attributes: { readonly [name: string]: string | number | undefined };
  readonly content: string | readonly Node[];
}

/** An element. What is undefined of its attributes is left out. */
export function node(name: string, attributes: Node["attributes"] = {}, content: Node["content"] = []): Node {
  return { name, attributes, content };
}

/** An XML document of this root. */
export function documentOf(root: Node): string {
  const used = root.name.includes(":") ? Object.entries(namespaces) : [];
  const prefixes = used.map(([prefix, uri]) => [`xmlns:${prefix}`, uri]);
  const attributes = { ...Object.fromEntries(prefixes), ...root.attributes };
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${textOf({ ...root, attributes })}\n`;
}

function textOf({ name, attributes, content }: Node): string {
  let tag = name;
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) tag += ` ${key}="${escaped(String(value), "attribute")}"`;
  }
  const inside = typeof content === "string" ? escaped(content, "text") : content.map(textOf).join("");
  return inside === "" ? `<${tag}/>` : `<${tag}>${inside}</${name}>`;
}
