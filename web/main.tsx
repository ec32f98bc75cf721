import { render } from "preact";
import { App } from "./app/app.tsx";
import { start } from "./app/start.ts";
import "./style/page.css";

await start();
render(<App />, document.getElementById("app")!);
