import { testBackend } from "./suite.ts";

testBackend("cpu");
