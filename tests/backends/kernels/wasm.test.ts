import { testBackend } from "./suite.ts";

testBackend("wasm");
