// Preloaded with `--import`: appends every module that the process loads to the file that CNNC_LOAD_TRACE names.
import { appendFileSync } from "node:fs";
import Module, { register } from "node:module";

const file = process.env.CNNC_LOAD_TRACE;
const load = Module._load;
Module._load = function traced(request, ...rest) {
  appendFileSync(file, `${request}\n`);
  return load.call(this, request, ...rest);
};
const hooks = `
  import { appendFileSync } from "node:fs";
  export async function resolve(specifier, context, next) {
    appendFileSync(${JSON.stringify(file)}, specifier + "\\n");
    return next(specifier, context);
  }
`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
