"""The base's tokenizer, rebuilt from the GGUF file as a Hugging Face tokenizer.json."""

from pathlib import Path

from gguf import GGUFReader
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

CONTROL, USER_DEFINED = 3, 4  # token types of the GGUF format


def read_tokenizer(path: Path) -> Tokenizer:
    reader = GGUFReader(str(path))
    field = lambda key: reader.fields[key].contents()
    if field("tokenizer.ggml.pre") != "smollm":
        raise SystemExit(f"The pre-tokenizer {field('tokenizer.ggml.pre')} is not known; only smollm is.")
    tokens, types = field("tokenizer.ggml.tokens"), field("tokenizer.ggml.token_type")
    merges = [tuple(merge.split(" ")) for merge in field("tokenizer.ggml.merges")]
    tokenizer = Tokenizer(models.BPE(vocab={t: i for i, t in enumerate(tokens)}, merges=merges))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    tokenizer.decoder = decoders.ByteLevel()
    special = [t for t, kind in zip(tokens, types) if kind in (CONTROL, USER_DEFINED)]
    tokenizer.add_special_tokens([AddedToken(t, special=True, normalized=False) for t in special])
    return tokenizer


def plain(tokenizer: Tokenizer) -> Tokenizer:
    """The same tokenizer with no special tokens: text that looks like one is only text."""
    bare = Tokenizer(tokenizer.model)
    bare.pre_tokenizer, bare.decoder = tokenizer.pre_tokenizer, tokenizer.decoder
    return bare
