"""The ODD description as tests read it: chapters, sections, and the digest of the rules each section was read beside."""

import ast
import hashlib
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PATH = ROOT / "docs" / "ODD.md"
ODD = PATH.read_text(encoding="utf-8")
CONCEPTS = ["Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction", "Sensing", "Interaction", "Stochasticity",
            "Collectives", "Observation"]  # fmt: skip
ELEMENTS = ["Purpose and patterns", "Entities, state variables, and scales", "Process overview and scheduling", "Design concepts", "Initialisation",
            "Input data", "Submodels"]  # fmt: skip


def rule_files(folder):
    """The files of rules in this folder of the checkout."""
    return sorted(path for path in (ROOT / folder).glob("*.py") if path.stem != "__init__")


RAID_FILES, CAMPAIGN_FILES = rule_files("sim/rules"), rule_files("sim/campaign/rules")


def chapter(number):
    """The text of chapter so-and-so."""
    return re.search(rf"^## {number}\. .*?(?=^## |\Z)", ODD, re.M | re.S).group()


def heading(path):
    """How the section of this file of rules is headed: those of a campaign lie one level deeper."""
    return f"{'###' if path in RAID_FILES else '####'} {path.stem}"


def section(path):
    """What the section of this file of rules says."""
    return re.search(rf"^{heading(path)}$(.*?)(?=^##+ |^\*\*References|\Z)", ODD, re.M | re.S).group(1)


def parameters_named(path):
    """What stands between backticks after "Parameters:"."""
    return set(re.findall(r"`([\w.*]+)`", section(path).partition("Parameters:")[2]))


def attributes(path, *of):
    """Which attributes of variables of these names does the file read?"""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute):
            owner = node.value
            name = owner.attr if isinstance(owner, ast.Attribute) else owner.id if isinstance(owner, ast.Name) else ""
            if isinstance(owner, ast.Subscript) and isinstance(owner.value, ast.Attribute):
                name = owner.value.attr
            if name in of:
                yield node.attr


def constants(path):
    """Names of the file's constants but for addresses of chance."""
    assigned = [node for node in ast.parse(path.read_text()).body if isinstance(node, ast.Assign)]
    names = {leaf.id for node in assigned for target in node.targets for leaf in ast.walk(target) if isinstance(leaf, ast.Name)}
    return {name for name in names if name.isupper() and not name.endswith("_ADDRESS")}


def digest(path):
    """Eight hexadecimal digits over what a rule file does: neither comments, docstrings nor layout count."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if (
            isinstance(node, (ast.Module, ast.FunctionDef))
            and isinstance(node.body[0], ast.Expr)
            and ast.get_docstring(node) is not None
        ):
            node.body = node.body[1:] or [ast.Pass()]
    return hashlib.sha256(ast.dump(tree).encode()).hexdigest()[:8]


def mark(path):
    """What the section says of the rules it was read beside."""
    return f"<!-- read beside {path.relative_to(ROOT)} {digest(path)} -->"


def marked(text):
    """The description with every section marked as read beside the rules as they stand."""
    text = re.sub(r"<!-- read beside .* -->\n", "", text)
    for path in (*RAID_FILES, *CAMPAIGN_FILES):
        text = re.sub(rf"^{heading(path)}\n", f"{heading(path)}\n{mark(path)}\n", text, flags=re.M)
    return text
