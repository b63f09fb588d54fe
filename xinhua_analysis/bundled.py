"""The bundled summary, its glosses and where they lie: beside the modules in a wheel, in seeds/ of a checkout."""

from __future__ import annotations

from pathlib import Path

# A wheel holds the summary beside the modules, a checkout in its own seeds/.
_HERE = Path(__file__).parent
SEEDS = next((folder for folder in (_HERE / "seeds", _HERE.parent / "seeds") if folder.is_dir()), _HERE / "seeds")
SUMMARY, GLOSSES = SEEDS / "000_191eb5bed6b7048b.txt", SEEDS / "glosses.csv"
SUMMARY_URL = "https://zwgk.shcn.gov.cn/xxgk/jhzj-xhljdzdgz/2024/59/72248.html"
