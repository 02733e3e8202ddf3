"""Writes src/test/resources/exports: small models as onnxruntime-genai's builder exports them, and what they answer.

The graphs are the builder's. What they answer is computed by Hugging Face's transformers from the checkpoint; where
onnxruntime-genai runs the export, it must agree token for token before anything is written; with float16, whose rounding
makes another token the likeliest sooner or later, in the first third, and only those are expected. README.md says how
to install what this needs.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import checkpoints
import fuse
import numpy as np
import onnx
import onnxruntime_genai
import torch

TARGET = Path(__file__).resolve().parents[2] / "resources" / "exports"
BUILDER = Path(onnxruntime_genai.__file__).parent / "models" / "builder.py"
TOKENS = 24
NODES = ["physics_gpt", "chemistry_gpt", "biology_gpt", "computer_science_gpt", "math_gpt"]
SYSTEM = (
    "You are a router. Below is the query from the users, please call the correct function and generate the "
    "parameters to call the function."
)


def export(checkpoint: Path, folder: Path, device: str, *arguments: str, options: tuple[str, ...] = ()) -> None:
    command = [sys.executable, BUILDER, "-i", checkpoint, "-o", folder, "-e", device, "-c", checkpoint / "cache", *arguments]
    subprocess.run([*map(str, command), "--extra_options", "hf_token=false", *options], check=True)


def answer(model, ids: list[int]) -> dict:
    """The ids, the logits after them, and the ids that follow when the likeliest is taken each time."""
    following, first = [], None
    with torch.no_grad():
        for _ in range(TOKENS):
            logits = model(torch.tensor([ids + following])).logits[0, -1]
            first = logits if first is None else first
            following.append(int(logits.argmax()))
    return {"ids": ids, "following": following, "logits": [round(float(value), 4) for value in first]}


def check_with_genai(folder: Path, expected: dict, agree: int) -> dict:
    """As much of what is expected as onnxruntime-genai agrees to."""
    parameters = onnxruntime_genai.GeneratorParams(model := onnxruntime_genai.Model(str(folder)))
    parameters.set_search_options(do_sample=False, max_length=len(expected["ids"]) + TOKENS)
    generator = onnxruntime_genai.Generator(model, parameters)
    generator.append_tokens(np.array([expected["ids"]], np.int32))
    following = []
    while not generator.is_done() and len(following) < TOKENS:
        generator.generate_next_token()
        following.append(int(generator.get_next_tokens()[0]))
    assert len(following) >= agree, (folder, following)
    assert following[:agree] == expected["following"][:agree], (folder, following, expected["following"])
    return expected | {"following": following[:agree]}


def write(name: str, folder: Path, expected: dict | None) -> Path:
    target = TARGET / name
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for file in ("genai_config.json", "model.onnx", "model.onnx.data", "tokenizer.json"):
        if (folder / file).exists():
            shutil.copy(folder / file, target / file)
    if expected:
        lines = ",\n".join(f'"{key}": {json.dumps(value)}' for key, value in expected.items())
        (target / "expected.json").write_text(f"{{\n{lines}\n}}\n")
    return target


def on_cpu(folder: Path) -> None:
    """An export for another device, run on the CPU: the graph is the same."""
    file = folder / "genai_config.json"
    config = json.loads(file.read_text())
    config["model"]["decoder"]["session_options"]["provider_options"] = []
    file.write_text(json.dumps(config, indent=4))


def master(tokenizer) -> dict:
    """A master over tokens of the vocabulary, as the published Octopus v4 has them."""
    token = lambda text: {"token": text, "id": tokenizer.token_to_id(text)}
    return {
        "format": 1,
        "graph": "mmlu",
        "base": "phi3",
        "tokens": [{"node": node, **token(f"<nexa_{i}>")} for i, node in enumerate(NODES)],
        "end": token("<nexa_end>"),
        "stop": token("<|end|>"),
        "prompt": {"start": f"<|system|>{SYSTEM}<|end|>", "turn": "<|{role}|>{content}<|end|>", "open": "<|assistant|>"},
        "frame": {"open": " ('", "close": "')"},
        "clip": {"query": 128, "history": 0},
        "max_rewrite": 48,
        "temperature": 1.0,
    }


def random_models(work: Path) -> None:
    tokenizer = checkpoints.octopus_tokenizer()
    prompt = f"<|system|>{SYSTEM}<|end|><|user|>Tell me the result of derivative of x^3 when x is 2?<|end|><|assistant|>"
    ids = tokenizer.encode(prompt, add_special_tokens=False).ids
    phi3, llama = work / "checkpoint-phi3", work / "checkpoint-llama"
    of_phi3 = answer(checkpoints.phi3(phi3), ids)
    of_llama = answer(checkpoints.llama(llama), ids)
    made = [
        # GroupQueryAttention, queries, keys and values in one map, positions inside, the cache in place
        ("phi3", phi3, of_phi3, "cpu", "fp32", ()),
        # float16; positions as an input; GroupQueryAttention on three maps
        ("phi3-positions-half", phi3, of_phi3, "dml", "fp16", ()),
        # float16; MultiHeadAttention, whose cache is handed over
        ("phi3-handed-over-half", phi3, of_phi3, "cpu", "fp16", ()),
        # logits of the last position only; grouped heads
        ("llama-last-logits", llama, of_llama, "cpu", "fp32", ("prune_lm_head=true",)),
    ]
    for name, checkpoint, expected, device, precision, options in made:
        folder = work / name
        export(checkpoint, folder, device, "-p", precision, options=options)
        on_cpu(folder)
        # Half a float's precision soon makes another token the likeliest.
        expected = check_with_genai(folder, expected, TOKENS // 3 if precision == "fp16" else TOKENS)
        target = write(name, folder, expected)
        if name == "phi3":
            adapter = target / "adapters" / "octopus"
            adapter.mkdir(parents=True)
            described = master(tokenizer) | {"asked": asked(work, ids)}
            file = adapter / "master.json"
            file.write_text(json.dumps({k: v for k, v in described.items() if k != "asked"}, indent=2) + "\n")
            (adapter / "expected.json").write_text(json.dumps(described["asked"]) + "\n")
    fuse.fuse(work / "llama-last-logits", work / "llama-fused")
    write("llama-fused", work / "llama-fused", of_llama)


def asked(work: Path, ids: list[int]) -> dict:
    """What the random master decides: the likeliest node, then the text up to the end token or the limit."""
    import transformers

    model = transformers.Phi3ForCausalLM.from_pretrained(work / "checkpoint-phi3").eval()
    tokenizer = checkpoints.octopus_tokenizer()
    described = master(tokenizer)
    logits = lambda ids: model(torch.tensor([ids])).logits[0, -1]
    with torch.no_grad():
        first = logits(ids)
        among = [entry["id"] for entry in described["tokens"]]
        weights = torch.softmax(first[among], 0)
        best = int(weights.argmax())
        text = [among[best], *tokenizer.encode(" ('", add_special_tokens=False).ids]
        end = described["end"]["id"]
        special = {token for token in tokenizer.get_added_tokens_decoder() if token != end}
        written = []
        while len(written) < described["max_rewrite"]:
            next_logits = logits(ids + text + written)
            next_logits[list(special)] = -torch.inf
            token = int(next_logits.argmax())
            if token == end:
                break
            written.append(token)
    return {
        "prompt": len(ids),
        "node": NODES[best],
        "probabilities": [round(float(weight), 6) for weight in weights],
        "written": written,
    }


def bundled(work: Path) -> None:
    """The bundled base, exported by the builder; its tensors point into the bundled model's own data files."""
    checkpoint, folder = work / "checkpoint-base", work / "base"
    checkpoints.bundled(checkpoint)
    maps = ("attn/q_proj", "attn/k_proj", "attn/v_proj", "attn/o_proj", "mlp/gate_proj", "mlp/up_proj", "mlp/down_proj")
    nodes = [f"/model/layers.{layer}/{short}/MatMul" for layer in range(30) for short in maps] + ["/lm_head/MatMul"]
    overrides = [{"match": {"name": node}, "type": "int8"} for node in nodes]
    weights = {"type": "int4", "method": "rtn", "symmetric": True, "block_size": 32, "accuracy_level": 4}
    weights |= {"op_types": ["MatMul", "Gather"], "overrides": overrides}
    options = work / "options.json"
    options.write_text(json.dumps({"quant_config": {"weights": weights}}))
    wanted = ("fuse_qkv=false", "shared_embeddings=true")
    export(checkpoint, folder, "cpu", "--target_options", str(options), options=wanted)
    point_to_bundled(folder)
    for file in ("model.onnx.data", "tokenizer.json"):
        (folder / file).unlink()
    write("base", folder, None)


def point_to_bundled(folder: Path) -> None:
    """Its weights are the same values, rounded a second time: the codes are put in the place of those."""
    parts = {f"{part}_proj": part for part in ("q", "k", "v", "o", "gate", "up", "down")}
    norms = {"input_layernorm": "attention_norm", "post_attention_layernorm": "mlp_norm"}
    whole = {"cos_cache": "rotary.cos", "sin_cache": "rotary.sin"}
    whole |= {"lm_head.MatMul.weight_Q8G32": "embedding.codes", "lm_head.MatMul.weight_scale": "embedding.scales"}

    def ours(name: str) -> str:
        if name in whole:
            return whole[name]
        _, _, layer, *rest = name.split(".")
        if rest[-1] == "weight":
            return "final_norm.weight" if rest[0] not in norms else f"layers.{layer}.{norms[rest[0]]}.weight"
        kind = "codes" if rest[-1].endswith("Q8G32") else "scales"
        return f"layers.{layer}.{parts[rest[1]]}.{kind}"

    bundled_graph = onnx.load(checkpoints.BASE / "model.onnx", load_external_data=False).graph
    known = {tensor.name: tensor for tensor in bundled_graph.initializer}
    model = onnx.load(folder / "model.onnx", load_external_data=False)
    for tensor in model.graph.initializer:
        if tensor.data_location == onnx.TensorProto.EXTERNAL:
            other = known[ours(tensor.name)]
            assert list(other.dims) == list(tensor.dims) and other.data_type == tensor.data_type, tensor.name
            del tensor.external_data[:]
            tensor.external_data.extend(other.external_data)
    onnx.save(model, folder / "model.onnx")


def main() -> None:
    with tempfile.TemporaryDirectory() as work:
        random_models(Path(work))
        bundled(Path(work))
    for file in sorted(TARGET.rglob("*")):
        if file.is_file():
            print(f"{file.stat().st_size:>9} {file.relative_to(TARGET)}")


if __name__ == "__main__":
    main()
