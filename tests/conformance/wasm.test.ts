import { testConformance } from "./conformance.ts";

testConformance("wasm");
