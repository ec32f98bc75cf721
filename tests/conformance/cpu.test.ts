import { testConformance } from "./conformance.ts";

testConformance("cpu");
