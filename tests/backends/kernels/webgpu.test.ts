import { useSoftwareGpu } from "./software-gpu.ts";
import { testBackend } from "./suite.ts";

useSoftwareGpu();
testBackend("webgpu");
