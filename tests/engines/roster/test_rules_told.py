"""The table of the rules in docs/explanation/roster.md is the one that the engine goes by."""

from pathlib import Path

from sejuk.engines.roster import BREACHES, DEFAULTS, SENTENCES, RuleCode

PAGE = Path(__file__).resolve().parents[3] / "docs/explanation/roster.md"


def row(code: RuleCode) -> str:
    broken, rule = BREACHES[code], DEFAULTS.get(code)
    default = "absent"
    if rule is not None:
        amount = f", {rule.amount} {broken.asked}" if broken.asked != "-" else ""
        price = "" if rule.level.value == "hard" or code is RuleCode.COVER else f", {rule.price}"
        default = f"{rule.level.value}{amount}{price}"
    cells = (f"`{code.value}`", SENTENCES[code], default, broken.when, broken.amount, broken.cost)
    return "| " + " | ".join(cells) + " |"


def test_the_page_has_the_rules_as_they_are():
    head = "| Rule | Sentence | By default | Broken when | Its amount | Cost |"
    table = "\n".join([head, "| --- | --- | --- | --- | --- | --- |", *map(row, RuleCode)])
    assert table in PAGE.read_text()
