"""Small random checkpoints in Hugging Face's layout, and the bundled base as one."""

import json
from pathlib import Path

import numpy as np
import onnx
import torch
import transformers
from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

ROOT = Path(__file__).resolve().parents[5]
BASE = ROOT / "models" / "octopus-135m"
CONTEXT, VOCABULARY = 512, 512


def phi3(folder: Path) -> transformers.PreTrainedModel:
    """Octopus v4's architecture (Phi-3 mini 128k) with random weights: two layers, 53,000 of them."""
    torch.manual_seed(11)
    rope = {
        "rope_type": "longrope",
        "type": "longrope",  # the name that the builder reads
        "rope_theta": 10000.0,
        "short_factor": [1.0 + 0.01 * i for i in range(8)],
        "long_factor": [1.0 + 0.5 * i for i in range(8)],
        "original_max_position_embeddings": CONTEXT // 2,
    }
    config = transformers.Phi3Config(
        vocab_size=VOCABULARY,
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
        max_position_embeddings=CONTEXT,
        original_max_position_embeddings=CONTEXT // 2,
        rope_parameters=rope,
        sliding_window=2 * CONTEXT,  # as there: beyond the context
        initializer_range=0.3,
        bos_token_id=1,
        eos_token_id=2,
        pad_token_id=2,
    )
    model = transformers.Phi3ForCausalLM(config)
    with torch.no_grad():  # So that a random text comes to its end.
        model.lm_head.weight[octopus_tokenizer().token_to_id("<nexa_end>")] *= 2
    return _save(model, folder)


def llama(folder: Path) -> transformers.PreTrainedModel:
    """The bundled base's architecture with random weights: grouped heads, the head shared."""
    torch.manual_seed(5)
    config = transformers.LlamaConfig(
        vocab_size=VOCABULARY,
        hidden_size=64,
        intermediate_size=96,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=CONTEXT,
        tie_word_embeddings=True,
        initializer_range=0.2,
        bos_token_id=1,
        eos_token_id=2,
        pad_token_id=2,
    )
    return _save(transformers.LlamaForCausalLM(config), folder)


def _save(model, folder: Path):
    folder.mkdir(parents=True, exist_ok=True)
    model.eval().save_pretrained(folder)
    octopus_tokenizer().save(str(folder / "tokenizer.json"))
    (folder / "tokenizer_config.json").write_text(json.dumps({"tokenizer_class": "PreTrainedTokenizerFast"}))
    return model


def octopus_tokenizer() -> Tokenizer:
    """A small one of the kind that Phi-3 has, with Octopus v4's added tokens."""
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", byte_fallback=True))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first")
    special = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256))]
    trainer = trainers.BpeTrainer(vocab_size=440, special_tokens=special, show_progress=False)
    tokenizer.train_from_iterator((ROOT / "LICENSE").read_text(encoding="utf-8").splitlines(), trainer)
    described = json.loads(tokenizer.to_str())
    described["added_tokens"] = [token for token in described["added_tokens"] if token["id"] < 3]
    described["pre_tokenizer"] = None
    tokenizer = Tokenizer.from_str(json.dumps(described))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    roles = ["<|endoftext|>", "<|assistant|>", "<|system|>", "<|end|>", "<|user|>"]
    functional = [*(f"<nexa_{i}>" for i in range(30)), "<nexa_end>"]
    tokenizer.add_special_tokens([AddedToken(role, rstrip=True, normalized=False) for role in roles])
    tokenizer.add_special_tokens([AddedToken(token, normalized=False) for token in functional])
    return tokenizer


def external(tensor: onnx.TensorProto) -> np.ndarray:
    """A tensor of the bundled base; onnx itself refuses data files that have hard links."""
    place = {entry.key: entry.value for entry in tensor.external_data}
    kind = onnx.helper.tensor_dtype_to_np_dtype(tensor.data_type)
    shape, offset = tuple(tensor.dims), int(place["offset"])
    return np.array(np.memmap(BASE / place["location"], kind, "r", offset, shape))


def bundled(folder: Path) -> None:
    """The bundled base as float weights: the values of its eight-bit codes."""
    folder.mkdir(parents=True, exist_ok=True)
    config = json.loads((BASE / "genai_config.json").read_text())["model"]
    decoder = config["decoder"]
    model = onnx.load(BASE / "model.onnx", load_external_data=False)
    tensors = {tensor.name: tensor for tensor in model.graph.initializer}
    values = lambda name: external(tensors[name])

    def wide(name: str) -> torch.Tensor:
        codes, scales = values(f"{name}.codes").astype(np.float32), values(f"{name}.scales")
        return torch.from_numpy(((codes - 128) * scales.reshape(*codes.shape[:2], 1)).reshape(len(codes), -1))

    cos = values("rotary.cos")
    theta = float(np.arccos(np.float64(cos[1, 1])) ** (-decoder["head_size"] / 2))
    layers = decoder["num_hidden_layers"]
    state = {"model.embed_tokens.weight": wide("embedding"), "model.norm.weight": torch.tensor(values("final_norm.weight"))}
    parts = {"q": "self_attn.q_proj", "k": "self_attn.k_proj", "v": "self_attn.v_proj", "o": "self_attn.o_proj"}
    parts |= {"gate": "mlp.gate_proj", "up": "mlp.up_proj", "down": "mlp.down_proj"}
    norms = {"attention_norm": "input_layernorm", "mlp_norm": "post_attention_layernorm"}
    for layer in range(layers):
        for ours, theirs in parts.items():
            state[f"model.layers.{layer}.{theirs}.weight"] = wide(f"layers.{layer}.{ours}")
        for ours, theirs in norms.items():
            state[f"model.layers.{layer}.{theirs}.weight"] = torch.tensor(values(f"layers.{layer}.{ours}.weight"))
    hf = transformers.LlamaConfig(
        vocab_size=config["vocab_size"],
        hidden_size=decoder["hidden_size"],
        intermediate_size=len(state["model.layers.0.mlp.gate_proj.weight"]),
        num_hidden_layers=layers,
        num_attention_heads=decoder["num_attention_heads"],
        num_key_value_heads=decoder["num_key_value_heads"],
        head_dim=decoder["head_size"],
        max_position_embeddings=config["context_length"],
        rope_parameters={"rope_type": "default", "rope_theta": round(theta)},
        rms_norm_eps=1e-5,
        tie_word_embeddings=True,
        bos_token_id=1,
        eos_token_id=2,
        pad_token_id=2,
    )
    with torch.device("meta"):
        made = transformers.LlamaForCausalLM(hf)
    missing, unexpected = made.load_state_dict(state, strict=False, assign=True)
    assert not unexpected and missing == ["lm_head.weight"], (missing, unexpected)
    made.tie_weights()
    made.save_pretrained(folder)
    for name in ("tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"):
        (folder / name).write_bytes((BASE / name).read_bytes())
