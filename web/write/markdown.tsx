/** The little Markdown that the language service writes: paragraphs, rules, lists, code, what is bold. */
export function Markdown({ text }: { readonly text: string }) {
  return (
    <>
      {text.split(/\n\n+/).map((part, i) => (
        <Part key={i} text={part} />
      ))}
    </>
  );
}

function Part({ text }: { readonly text: string }) {
  if (text === "---") return <hr />;
  const [, code] = /^```\w*\n([\s\S]*?)\n?```$/.exec(text) ?? [];
  if (code !== undefined) return <pre>{code}</pre>;
  const lines = text.split("\n");
  if (lines.every((line) => line.startsWith("- ")))
    return (
      <ul>
        {lines.map((line) => (
          <li key={line}>
            <Inline text={line.slice(2)} />
          </li>
        ))}
      </ul>
    );
  return (
    <p>
      <Inline text={text} />
    </p>
  );
}

function Inline({ text }: { readonly text: string }) {
  return (
    <>
      {text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part, i) => {
        const key = `${i} ${part}`;
        if (i % 2 === 0) return part;
        if (part.startsWith("`")) return <code key={key}>{part.slice(1, -1)}</code>;
        return <strong key={key}>{part.slice(2, -2)}</strong>;
      })}
    </>
  );
}
