// Measures llama.cpp, for `./octograph bench master`. Speaks JSON by lines:
//   in   {"threads": 2, "models": [{"name": "q8_0", "file": "…", "lora": "…" | null}, …]}   once
//   out  {"loaded": 4, "facts": {"llama.cpp": "b1234", …}}   when all are
//   in   {"model": "q8_0", "kind": "prefill" | "decode", "ids": [1, 2, …], "past": 0, "times": 3}
//   out  {"ms": [12.3, …], "next": 28}
// prefill reads all ids at once, as often as `times` says; decode reads the first `past` ids unmeasured, then the rest
// one by one. Both ask for the likeliest next token, so that logits are computed as ours are; `next` is the last one.
import {createInterface} from "node:readline";
import {readFileSync} from "node:fs";
import {getLlama, LlamaLogLevel} from "node-llama-cpp";

const CONTEXT = 1024;
const next = {generateNext: {token: true, options: {temperature: 0}}};
const contexts = new Map();

async function load({threads, models}) {
  const llama = await getLlama({gpu: false, build: "never", logLevel: LlamaLogLevel.error, maxThreads: threads});
  const files = new Map();
  for (const {name, file, lora} of models) {
    if (!files.has(file)) {
      files.set(file, await llama.loadModel({modelPath: file}));
    }
    const context = await files.get(file).createContext({
      contextSize: CONTEXT,
      batchSize: CONTEXT / 2,
      threads: {ideal: threads, min: threads},
      ...(lora ? {lora: {adapters: [{filePath: lora}]}} : {}),
    });
    contexts.set(name, context.getSequence());
  }
  return {loaded: models.length, facts: facts(llama)};
}

function facts(llama) {
  const version = JSON.parse(readFileSync("node_modules/node-llama-cpp/package.json", "utf8")).version;
  return {
    "node.js": process.version,
    "node-llama-cpp": version,
    "llama.cpp": llama.llamaCppRelease.release,
    "llama.cpp's system": llama.systemInfo,
  };
}

async function read(sequence, ids) {
  const begun = performance.now();
  const output = await sequence.controlledEvaluate(ids.map((id, i) => (i === ids.length - 1 ? [id, next] : id)));
  return {ms: performance.now() - begun, next: output.at(-1).next.token};
}

async function measure({model, kind, ids, past, times}) {
  const sequence = contexts.get(model);
  const ms = [];
  let last;
  for (let i = 0; i < (kind === "prefill" ? times : 1); i++) {
    await sequence.clearHistory();
    if (kind === "prefill") {
      last = await read(sequence, ids);
      ms.push(last.ms);
    } else {
      await read(sequence, ids.slice(0, past));
      for (const id of ids.slice(past)) {
        last = await read(sequence, [id]);
        ms.push(last.ms);
      }
    }
  }
  return {ms, next: last.next};
}

for await (const line of createInterface({input: process.stdin})) {
  const request = JSON.parse(line);
  let answer;
  try {
    answer = await (request.models ? load(request) : measure(request));
  } catch (error) {
    answer = {error: String(error?.message ?? error)};
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
process.exit(0);
