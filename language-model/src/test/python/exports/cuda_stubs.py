"""Writes empty libraries of CUDA's names, so that PyTorch from PyPI can be imported on Linux without the real ones.

Every function in them says that there is no device. Needs gcc and binutils.

    python cuda_stubs.py FOLDER
"""

import importlib.util
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

NO_DEVICE = 100  # cudaErrorNoDevice


def output(*command: object) -> str:
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=True).stdout


def main(target: Path) -> None:
    folder = Path(importlib.util.find_spec("torch").submodule_search_locations[0]) / "lib"
    libraries = list(folder.glob("*.so*"))
    defined, wanted, needed = set(), defaultdict(set), set()
    for library in libraries:
        defined |= {line.split()[-1].split("@")[0] for line in output("nm", "-D", "--defined-only", library).splitlines()}
        needed |= set(re.findall(r"\(NEEDED\).*\[(.*)\]", output("readelf", "-d", library)))
        for line in output("nm", "-D", "--undefined-only", library).splitlines():
            kind, symbol = line.split()[-2:]
            if kind == "U":
                name, _, version = symbol.partition("@")
                wanted[version.lstrip("@")].add(name)
    # Symbols without a version may be in any of them.
    plain = {name for name in wanted[""] - defined if re.fullmatch(r"(_?_?cu|nccl|nvrtc)\w+", name)}
    target.mkdir(parents=True, exist_ok=True)
    for library in sorted(name for name in needed if re.match(r"lib(cu|nccl|nvrtc|nvshmem)", name)):
        version = "NVSHMEM" if "nvshmem" in library else library
        names = wanted[version] | (plain if library.startswith("libnccl") else set())
        command = ["gcc", "-w", "-shared", "-fPIC", "-fno-builtin", f"-Wl,-soname,{library}", "-o", target / library]
        if wanted[version]:
            script = target / f"{library}.map"
            script.write_text(f"{version} {{ global: *; }};\n")
            command.append(f"-Wl,--version-script={script}")
        source = "".join(f"int {name}() {{ return {NO_DEVICE}; }}\n" for name in sorted(names))
        subprocess.run([*map(str, command), "-xc", "-"], input=source, text=True, check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
